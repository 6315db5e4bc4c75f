package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.store.testkit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Agents that wait for each other: none is blocked for longer than a caller waits for it. */
class CircleTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Agent<Integer> p = agent("p");
  private final Agent<Integer> q = agent("q");

  private static Agent<Integer> agent(String name) {
    return Agent.of(AgentOptions.DEFAULT.withName(name), 0);
  }

  private static int ask(Agent<Integer> agent) {
    return agent.<Integer, RuntimeException>ask(state -> state);
  }

  private static int askThrough(Agent<Integer> first, Agent<Integer> second) {
    return first.<Integer, RuntimeException>ask(state -> ask(second));
  }

  private void assertServing() {
    assertThat(ask(p)).isZero();
    assertThat(ask(q)).isZero();
  }

  @Test
  void ask_thatComesBackAndTimesOut_blocksNobody() {
    assertThatExceptionOfType(AgentTimeoutException.class)
        .isThrownBy(() -> p.ask(SHORT, state -> askThrough(q, p)));

    assertServing();
  }

  @Test
  void ask_thatComesBackWithoutATimeout_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> p.<Integer, RuntimeException>ask(state -> askThrough(q, p)))
        .withMessage("agent 'q' would wait for itself: agent 'p' waits for it");

    assertServing();
  }

  @Test
  void ask_roundALongCircle_isRefused() {
    List<Agent<Integer>> circle = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      circle.add(agent("a" + i));
    }

    assertThatIllegalStateException().isThrownBy(() -> askRound(circle, 0));

    circle.forEach(agent -> assertThat(ask(agent)).isZero());
  }

  private static int askRound(List<Agent<Integer>> circle, int i) {
    return circle
        .get(i % circle.size())
        .<Integer, RuntimeException>ask(state -> askRound(circle, i + 1));
  }

  @Test
  void ask_ofTwoToldToAskEachOther_oneIsRefusedAndNobodyBlocked() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    CompletableFuture<Void> refused = new CompletableFuture<>();
    tellToAsk(p, q, both, refused);
    tellToAsk(q, p, both, refused);

    refused.get();
    assertServing();
  }

  private static void tellToAsk(
      Agent<Integer> told,
      Agent<Integer> asked,
      CountDownLatch both,
      CompletableFuture<Void> refused) {
    told.tell(
        state -> {
          both.countDown();
          try {
            both.await();
            return ask(asked);
          } catch (IllegalStateException e) {
            refused.complete(null);
            return state;
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void ask_toAndFroInTurn_isNoCircle() throws Exception {
    List<Worker<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Agent<Integer> first = agent("first");
      Agent<Integer> second = agent("second");
      workers.add(Worker.start(() -> toAndFro(first, second)));
    }
    for (Worker<Integer> worker : workers) {
      assertThat(worker.result()).isEqualTo(2_000);
    }
  }

  private static int toAndFro(Agent<Integer> first, Agent<Integer> second) {
    int answers = 0;
    for (int i = 0; i < 1_000; i++) {
      answers += 1 + askThrough(first, second);
      answers += 1 + askThrough(second, first);
    }
    return answers;
  }

  @Test
  void question_whoseAskerTimesOut_doesNotWaitForAnotherAgentAnyLonger() throws Exception {
    Held held = new Held();
    assertThatExceptionOfType(AgentTimeoutException.class)
        .isThrownBy(() -> p.ask(SHORT, state -> ask(held.agent)));

    assertThat(ask(p)).isZero();
    held.letGo();
  }

  @Test
  void question_whoseAskerTimesOut_doesNotWaitForRoomAnyLonger() throws Exception {
    Held held = new Held();
    held.fill();
    assertThatExceptionOfType(AgentTimeoutException.class)
        .isThrownBy(
            () ->
                p.ask(
                    SHORT,
                    state -> {
                      held.agent.tell(other -> other);
                      return state;
                    }));

    assertThat(ask(p)).isZero();
    held.letGo();
  }

  private void askBriefly(Question<Integer, Integer, RuntimeException> question) {
    try {
      p.ask(SHORT, question);
    } catch (AgentTimeoutException e) {
      return; // expected, unless the answer came just in time
    }
  }

  @Test
  void question_whoseAskerTimesOut_doesNotWaitForAnEndAnyLonger() throws Exception {
    Held held = new Held();
    CountDownLatch closed = new CountDownLatch(1);
    while (closed.getCount() > 0) { // the timeout may pass before p is asked at all
      askBriefly(
          state -> {
            held.agent.close();
            closed.countDown();
            return state;
          });
      ask(p);
    }

    assertThat(held.agent.isEnded()).isFalse();
    assertThat(ask(p)).isZero();
    held.letGo();
  }

  @Test
  void question_whoseAskerIsInterrupted_doesNotWaitForAnotherAgentAnyLonger() throws Exception {
    Held held = new Held();
    CountDownLatch asking = new CountDownLatch(1);
    Worker<Integer> asker =
        Worker.start(
            () ->
                p.ask(
                    state -> {
                      asking.countDown();
                      return ask(held.agent);
                    }));
    asking.await();
    asker.interrupt();

    assertThatExceptionOfType(AgentInterruptedException.class).isThrownBy(asker::result);
    assertThat(ask(p)).isZero();
    held.letGo();
  }

  @Test
  void close_ofOneThatWaitsForIt_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> p.<Integer, RuntimeException>ask(state -> askToClose(q, p)));

    assertServing();
  }

  private static int askToClose(Agent<Integer> asked, Agent<Integer> closed) {
    return asked.<Integer, RuntimeException>ask(
        state -> {
          closed.close();
          return state;
        });
  }
}
