package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.stm.Stm;
import io.isolde.stm.Subscription;
import io.isolde.store.Store;
import io.isolde.store.testkit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing, monitors and links. */
class EndingTest {
  private final Stepper stepper = new Stepper();
  private final AgentOptions stepped = AgentOptions.DEFAULT.withExecutor(stepper);
  private final List<String> news = new ArrayList<>();
  private final RuntimeException planned = new IllegalArgumentException("planned");

  private Agent<Integer> agent(String name) {
    return Agent.of(stepped.withName(name), 0);
  }

  private void note(Agent<?> agent, Throwable cause) {
    news.add(agent + ": " + (cause == null ? "closed" : cause.getMessage()));
  }

  private void fail(Agent<Integer> agent) {
    agent.tell(
        state -> {
          throw planned;
        });
  }

  @Test
  void close_messagesWait_handlesThemFirst() {
    Agent<Integer> agent = Agent.of(0);
    for (int i = 0; i < 100; i++) {
      agent.tell(state -> state + 1);
    }

    agent.close();

    assertThat(agent.isEnded()).isTrue();
    assertThat(agent.get()).isEqualTo(100);
    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(() -> agent.tell(state -> state))
        .withMessage("agent is closed")
        .withNoCause();
    agent.close();
  }

  @Test
  void close_timeoutPasses_discardsWhatWaits() throws Exception {
    Held held = new Held();
    held.fill();

    assertThat(held.agent.close(Duration.ofMillis(1))).isFalse();
    held.letGo();

    assertThat(held.agent.close(Duration.ofSeconds(60))).isTrue();
    assertThat(held.agent.get()).isEqualTo(1);
  }

  @Test
  void close_interrupted_discardsWhatWaitsAndReturns() throws Exception {
    Held held = new Held();
    held.fill();
    Worker<Boolean> closer =
        Worker.start(
            () -> {
              held.agent.close();
              return Thread.currentThread().isInterrupted();
            });
    closer.awaitParkedIn("Agent.awaitEnd");

    closer.interrupt();

    assertThat(closer.result()).isTrue();
    held.letGo();
    held.agent.close();
    assertThat(held.agent.get()).isEqualTo(1);
  }

  @Test
  void closeNow_messagesWait_discardsThemAndFailsQuestions() throws Exception {
    Held held = new Held();
    held.agent.tell(state -> state + 1);
    Worker<Integer> asking = Worker.start(() -> held.agent.ask(state -> state));
    asking.awaitParkedIn("Call.await");

    held.agent.closeNow();
    held.letGo();

    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(asking::result)
        .withMessage("agent 'held' is closed");
    assertThat(held.agent.get()).isEqualTo(1);
  }

  @Test
  void close_insideOwnMessage_doesNotWait() {
    Agent<Integer> agent = Agent.of(0);
    agent.tell(
        state -> {
          agent.close();
          return state + 1;
        });

    agent.close();

    assertThat(agent.get()).isEqualTo(1);
  }

  @Test
  void close_insideTransaction_isRefusedAndLeavesItOpen() {
    Agent<Integer> agent = Agent.of(0);

    assertThatIllegalStateException().isThrownBy(() -> Stm.atomic(() -> agent.close()));
    assertThatIllegalStateException().isThrownBy(() -> Stm.atomic(() -> agent.closeNow()));
    try (Store store = Store.open("lock:")) {
      assertThatIllegalStateException().isThrownBy(() -> store.transact(() -> agent.close()));
    }

    agent.tell(state -> state + 1);
    agent.close();
    assertThat(agent.get()).isEqualTo(1);
  }

  @Test
  void monitor_agentIsClosed_isNotifiedOnce() {
    Agent<Integer> agent = agent("a");
    agent.monitor(this::note);

    agent.close();
    agent.closeNow();
    stepper.stepAll();

    assertThat(news).containsExactly("agent 'a': closed");
  }

  @Test
  void monitor_agentFails_learnsTheCause() {
    Agent<Integer> agent = agent("a");
    agent.monitor(this::note);
    agent.monitor(this::note);

    fail(agent);
    stepper.stepAll();

    assertThat(news).containsExactly("agent 'a': planned", "agent 'a': planned");
  }

  @Test
  void monitor_agentHasEnded_isNotifiedAtOnce() {
    Agent<Integer> agent = agent("a");
    fail(agent);
    stepper.stepAll();

    agent.monitor(this::note);

    assertThat(news).containsExactly("agent 'a': planned");
  }

  @Test
  void monitor_closed_isNotNotified() {
    Agent<Integer> agent = agent("a");
    Subscription one = agent.monitor(this::note);
    agent.monitor(this::note);

    one.close();
    one.close();
    agent.close();

    assertThat(news).hasSize(1);
  }

  @Test
  void monitor_throws_doesNotKeepOthersFromBeingNotified() {
    List<Throwable> reported = new ArrayList<>();
    Agent<Integer> agent = Agent.of(stepped.withFailureListener(reported::add), 0);
    agent.monitor(
        (ended, cause) -> {
          throw planned;
        });
    agent.monitor(this::note);

    agent.close();

    assertThat(news).hasSize(1);
    assertThat(reported).containsExactly(planned);
  }

  @Test
  void monitor_addedByManyWhileItEnds_isNotifiedExactlyOnceEach() throws Exception {
    for (int i = 0; i < 200; i++) {
      Agent<Integer> agent = Agent.of(0);
      AtomicInteger notified = new AtomicInteger();

      Worker.runAll(
          3,
          index -> {
            if (index == 0) {
              agent.close();
            } else {
              agent.monitor((ended, cause) -> notified.incrementAndGet());
            }
          });

      agent.close();
      while (notified.get() < 2) {
        Thread.onSpinWait();
      }
      assertThat(notified).hasValue(2);
    }
  }

  @Test
  void link_oneFails_othersFailOfTheSameCause() {
    Agent<Integer> a = agent("a");
    Agent<Integer> b = agent("b");
    Agent<Integer> c = agent("c");
    a.link(b);
    b.link(c);
    c.monitor(this::note);
    c.tell(state -> state + 1);
    stepper.stepAll();

    fail(a);
    c.tell(state -> state + 1);
    stepper.step();
    stepper.stepAll();

    assertThat(news).containsExactly("agent 'c': planned");
    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(() -> c.ask(state -> state))
        .withCause(planned);
  }

  @Test
  void link_oneIsClosed_otherHandlesWhatWaitsAndEnds() {
    Agent<Integer> a = agent("a");
    Agent<Integer> b = agent("b");
    a.link(b);
    b.tell(state -> state + 1);

    a.close();
    stepper.stepAll();

    assertThat(b.isEnded()).isTrue();
    assertThat(b.get()).isEqualTo(1);
  }

  @Test
  void link_toOneThatHasEnded_endsAtOnce() {
    Agent<Integer> a = agent("a");
    Agent<Integer> b = agent("b");
    fail(a);
    stepper.stepAll();

    b.link(a);
    b.monitor(this::note);
    stepper.stepAll();

    assertThat(news).containsExactly("agent 'b': planned");
  }

  @Test
  void link_closed_endsNothing() {
    Agent<Integer> a = agent("a");
    Agent<Integer> b = agent("b");
    a.link(b).close();

    fail(a);
    stepper.stepAll();

    assertThat(a.isEnded()).isTrue();
    assertThat(b.isEnded()).isFalse();
  }

  @Test
  void link_bothWays_endsOnce() throws Exception {
    Agent<Integer> a = Agent.of(0);
    Agent<Integer> b = Agent.of(0);
    AtomicInteger notified = new AtomicInteger();
    a.link(b);
    b.link(a);
    a.monitor((agent, cause) -> notified.incrementAndGet());
    b.monitor((agent, cause) -> notified.incrementAndGet());

    Worker.runAll(2, index -> (index == 0 ? a : b).closeNow());
    a.close();
    b.close();

    while (notified.get() < 2) {
      Thread.onSpinWait();
    }
    assertThat(notified).hasValue(2);
  }
}
