package io.isolde.agent;

import java.util.concurrent.CountDownLatch;

/** An agent that is held in a message until it is released. Thread-safe. */
final class Held {
  private static final int CAPACITY = 4;

  final Agent<Integer> agent;
  private final CountDownLatch go = new CountDownLatch(1);

  Held() throws InterruptedException {
    this(AgentOptions.DEFAULT);
  }

  Held(AgentOptions options) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    agent = Agent.of(options.withName("held").withCapacity(CAPACITY), 1);
    agent.tell(
        state -> {
          begun.countDown();
          awaitGo();
          return state;
        });
    begun.await();
  }

  private void awaitGo() {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends as many messages as fit into the mailbox. */
  void fill() {
    for (int i = 0; i < CAPACITY; i++) {
      agent.tell(state -> state + 1);
    }
  }

  void letGo() {
    go.countDown();
  }
}
