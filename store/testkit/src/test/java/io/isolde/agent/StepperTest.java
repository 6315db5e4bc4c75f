package io.isolde.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.store.testkit.Worker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepperTest {
  private final List<String> trace = new ArrayList<>();

  private Agent<Integer> agent(Stepper stepper, String name) {
    return Agent.of(AgentOptions.named(name).withExecutor(stepper), 0);
  }

  private void tellThrice(Agent<Integer> agent) {
    for (int i = 0; i < 3; i++) {
      agent.tell(
          state -> {
            trace.add(agent + " " + state);
            return state + 1;
          });
    }
  }

  @Test
  void step_messagesWait_handlesOneOfThem() {
    Stepper stepper = new Stepper();
    Agent<Integer> agent = agent(stepper, "a");
    tellThrice(agent);

    assertThat(trace).isEmpty();
    assertThat(stepper.step()).isTrue();
    assertThat(agent.get()).isEqualTo(1);
    assertThat(stepper.stepAll()).isEqualTo(2);
    assertThat(agent.get()).isEqualTo(3);
    assertThat(stepper.step()).isFalse();
  }

  @Test
  void stepAll_severalAgents_takesTurns() {
    Stepper stepper = new Stepper();
    tellThrice(agent(stepper, "a"));
    tellThrice(agent(stepper, "b"));

    stepper.stepAll();

    assertThat(trace)
        .containsExactly(
            "agent 'a' 0",
            "agent 'b' 0",
            "agent 'a' 1",
            "agent 'b' 1",
            "agent 'a' 2",
            "agent 'b' 2");
  }

  @Test
  void stepAll_sameSeed_sameOrder() {
    Set<List<String>> orders = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      List<String> first = orderOf(seed);
      assertThat(orderOf(seed)).isEqualTo(first);
      orders.add(first);
    }
    assertThat(orders).hasSizeGreaterThan(5);
  }

  private List<String> orderOf(int seed) {
    trace.clear();
    Stepper stepper = new Stepper(new Random(seed));
    tellThrice(agent(stepper, "a"));
    tellThrice(agent(stepper, "b"));
    stepper.stepAll();
    return List.copyOf(trace);
  }

  @Test
  void ask_onTheSteppingThread_stepsUntilThereIsAReply() {
    Stepper stepper = new Stepper();
    Agent<Integer> agent = agent(stepper, "a");
    tellThrice(agent);

    int reply = agent.ask(state -> state);

    assertThat(reply).isEqualTo(3);
  }

  @Test
  void tell_fullOnTheSteppingThread_stepsUntilThereIsRoom() {
    Stepper stepper = new Stepper();
    Agent<Integer> agent = Agent.of(AgentOptions.DEFAULT.withCapacity(1).withExecutor(stepper), 0);
    tellThrice(agent);

    agent.close();

    assertThat(agent.get()).isEqualTo(3);
  }

  @Test
  void ask_insideMessageOfAnother_isAnswered() {
    Stepper stepper = new Stepper();
    Agent<Integer> a = agent(stepper, "a");
    Agent<Integer> b = agent(stepper, "b");
    tellThrice(b);

    int sum = a.ask(mine -> mine + b.<Integer, RuntimeException>ask(theirs -> theirs));

    assertThat(sum).isEqualTo(3);
  }

  @Test
  void ask_inACircle_isRefusedAtOnce() {
    Stepper stepper = new Stepper();
    Agent<Integer> a = agent(stepper, "a");
    Agent<Integer> b = agent(stepper, "b");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                a.ask(
                    mine ->
                        b.<Integer, RuntimeException>ask(
                            theirs -> a.<Integer, RuntimeException>ask(again -> again))))
        .withMessageContaining("agent 'a' would wait for itself");
  }

  @Test
  void step_onAnotherThread_isRefused() {
    Stepper stepper = new Stepper();

    assertThatIllegalStateException().isThrownBy(() -> Worker.start(stepper::step).result());
  }

  @Test
  void ask_onAnotherThread_waitsForTheStep() throws Exception {
    Stepper stepper = new Stepper();
    Agent<Integer> agent = agent(stepper, "a");
    Worker<Integer> asking = Worker.start(() -> agent.ask(state -> state));
    asking.awaitParkedIn("Call.await");

    assertThat(stepper.stepAll()).isEqualTo(1);

    assertThat(asking.result()).isZero();
  }
}
