package io.isolde.examples.bank.way;

/** A body of transfers in which a test lets something happen, once. */
final class ScriptedBody implements Runnable {
  private Runnable event = () -> {};

  /** What happens in the midst of the next transfer. */
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
