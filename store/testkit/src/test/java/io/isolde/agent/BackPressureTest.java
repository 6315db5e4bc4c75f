package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.store.testkit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mailbox that is full makes senders wait, or refuses. */
class BackPressureTest {
  @Test
  void offer_full_isRefusedAndNotHandled() throws Exception {
    Held held = new Held();
    held.fill();

    assertThat(held.agent.offer(state -> 99)).isFalse();
    held.letGo();

    held.agent.close();
    assertThat(held.agent.get()).isEqualTo(5);
  }

  @Test
  void tell_full_waitsForRoom() throws Exception {
    Held held = new Held();
    held.fill();
    List<Worker<Boolean>> senders = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      senders.add(
          Worker.start(
              () -> {
                held.agent.tell(state -> state + 1);
                return true;
              }));
      senders.getLast().awaitParkedIn("Senders.awaitRoom");
    }

    held.letGo();

    for (Worker<Boolean> sender : senders) {
      assertThat(sender.result()).isTrue();
    }
    held.agent.close();
    assertThat(held.agent.get()).isEqualTo(15);
  }

  @Test
  void tell_fullAndTimeoutPasses_isNotSent() throws Exception {
    Held held = new Held();
    held.fill();

    assertThatExceptionOfType(AgentTimeoutException.class)
        .isThrownBy(() -> held.agent.tell(Duration.ofMillis(1), state -> 99))
        .withMessageContainingAll("agent 'held'", "waited for room in its mailbox", "PT0.001S");
    held.letGo();

    held.agent.close();
    assertThat(held.agent.get()).isEqualTo(5);
  }

  @Test
  void tell_fullAndInterrupted_isNotSent() throws Exception {
    Held held = new Held();
    held.fill();
    Worker<Boolean> sender =
        Worker.start(
            () -> {
              try {
                held.agent.tell(state -> 99);
                return false;
              } catch (AgentInterruptedException e) {
                return Thread.currentThread().isInterrupted();
              }
            });
    sender.awaitParkedIn("Senders.awaitRoom");

    sender.interrupt();

    assertThat(sender.result()).isTrue();
    held.letGo();
    held.agent.close();
    assertThat(held.agent.get()).isEqualTo(5);
  }

  @Test
  void ask_full_waitsForRoomAndReply() throws Exception {
    Held held = new Held();
    held.fill();
    assertThatExceptionOfType(AgentTimeoutException.class)
        .isThrownBy(() -> held.agent.ask(Duration.ofMillis(1), state -> state));
    Worker<Integer> asking = Worker.start(() -> held.agent.ask(state -> state));
    asking.awaitParkedIn("Senders.awaitRoom");

    held.letGo();

    assertThat(asking.result()).isEqualTo(5);
  }

  @Test
  void tell_fullAndAgentEnds_fails() throws Exception {
    Held held = new Held();
    held.fill();
    Worker<Boolean> sender =
        Worker.start(
            () -> {
              held.agent.tell(state -> 99);
              return true;
            });
    sender.awaitParkedIn("Senders.awaitRoom");

    held.agent.closeNow();

    assertThatExceptionOfType(AgentStoppedException.class).isThrownBy(sender::result);
    held.letGo();
  }

  @Test
  void tell_fullAndToItself_isRefusedAtOnce() {
    Agent<Integer> agent = Agent.of(AgentOptions.DEFAULT.withCapacity(1), 0);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                agent.ask(
                    state -> {
                      agent.tell(next -> next + 1);
                      agent.tell(next -> next + 1);
                      return state;
                    }))
        .withMessageContaining("would wait for itself");

    agent.close();
    assertThat(agent.get()).isEqualTo(1);
  }
}
