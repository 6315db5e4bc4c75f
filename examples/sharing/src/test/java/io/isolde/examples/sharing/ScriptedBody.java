package io.isolde.examples.sharing;

/** The body of transfers, into which a test can inject an event, once. */
final class ScriptedBody implements Runnable {
  private Runnable event = () -> {};

  /** Sets what happens in the middle of the next transfer. */
  void next(Runnable next) {
    event = next;
  }

  @Override
  public void run() {
    Runnable now = event;
    event = () -> {};
    now.run();
  }
}
