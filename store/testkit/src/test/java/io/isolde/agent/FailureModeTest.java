package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isolde.store.testkit.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when a message that was sent by {@code tell} throws. */
class FailureModeTest {
  private final Stepper stepper = new Stepper();
  private final List<Throwable> survived = new ArrayList<>();
  private final RuntimeException planned = new IllegalArgumentException("planned");

  private int failing(int state) {
    assertThat(state).isPositive();
    throw planned;
  }

  private Agent<Integer> agent(FailureMode mode) {
    AgentOptions options =
        AgentOptions.named("test")
            .withFailureMode(mode)
            .withExecutor(stepper)
            .withFailureListener(survived::add);
    return Agent.of(options, 1);
  }

  @Test
  void stop_messageThrows_discardsTheRestAndRefusesMore() {
    Agent<Integer> agent = agent(FailureMode.STOP);
    agent.tell(state -> state + 1);
    agent.tell(this::failing);
    agent.tell(state -> state + 100);
    stepper.stepAll();

    assertThat(agent.isEnded()).isTrue();
    assertThat(agent.get()).isEqualTo(2);
    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(() -> agent.tell(state -> state))
        .withMessageContainingAll("agent 'test'", "planned")
        .withCause(planned);
    assertThatExceptionOfType(AgentStoppedException.class).isThrownBy(() -> agent.offer(s -> s));
    assertThatExceptionOfType(AgentStoppedException.class).isThrownBy(() -> agent.ask(s -> s));
  }

  @Test
  void stop_questionWaits_failsWithTheCause() throws Exception {
    Held held = new Held();
    held.agent.tell(this::failing);
    Worker<Integer> asking = Worker.start(() -> held.agent.ask(state -> state));
    asking.awaitParkedIn("Call.await");

    held.letGo();

    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(asking::result)
        .withCause(planned);
  }

  @Test
  void resume_messageThrows_goesOnFromTheStateBefore() {
    Agent<Integer> agent = agent(FailureMode.RESUME);
    agent.tell(state -> state + 1);
    agent.tell(this::failing);
    agent.tell(state -> state + 100);
    stepper.stepAll();

    assertThat(agent.get()).isEqualTo(102);
    assertThat(survived).containsExactly(planned);
  }

  @Test
  void restart_messageThrows_goesOnFromTheInitialState() {
    Agent<Integer> agent = agent(FailureMode.RESTART);
    agent.tell(state -> state + 1);
    agent.tell(this::failing);
    agent.tell(state -> state + 100);
    stepper.stepAll();

    assertThat(agent.get()).isEqualTo(101);
    assertThat(survived).containsExactly(planned);
  }

  @ParameterizedTest
  @EnumSource
  void anyMode_questionThrows_isNotAFailure(FailureMode mode) {
    Agent<Integer> agent = agent(mode);
    agent.tell(state -> state + 1);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                agent.ask(
                    state -> {
                      throw planned;
                    }));

    assertThat(agent.isEnded()).isFalse();
    assertThat(agent.get()).isEqualTo(2);
    assertThat(survived).isEmpty();
  }

  @Test
  void stateNull_isAFailure() {
    Agent<Integer> agent = agent(FailureMode.RESUME);
    agent.tell(state -> null);
    stepper.stepAll();

    assertThat(agent.get()).isEqualTo(1);
    assertThat(survived).singleElement().isInstanceOf(NullPointerException.class);
  }

  @Test
  void failureListener_throws_isIgnored() {
    AgentOptions options =
        AgentOptions.DEFAULT
            .withFailureMode(FailureMode.RESUME)
            .withExecutor(stepper)
            .withFailureListener(
                failure -> {
                  throw new IllegalStateException("of the listener");
                });
    Agent<Integer> agent = Agent.of(options, 1);
    agent.tell(this::failing);
    agent.tell(state -> state + 1);
    stepper.stepAll();

    assertThat(agent.get()).isEqualTo(2);
  }

  @Test
  void executor_refuses_isAFailureThatTheSenderSees() {
    RejectedExecutionException refusal = new RejectedExecutionException("planned");
    AgentOptions options =
        AgentOptions.DEFAULT.withExecutor(
            duty -> {
              throw refusal;
            });
    Agent<Integer> agent = Agent.of(options, 1);
    List<Throwable> causes = new ArrayList<>();
    agent.monitor((ended, cause) -> causes.add(cause));

    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(() -> agent.tell(state -> state + 1))
        .withCause(refusal);

    assertThat(agent.get()).isEqualTo(1);
    assertThat(agent.isEnded()).isTrue();
    assertThat(causes).containsExactly(refusal);
  }
}
