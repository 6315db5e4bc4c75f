package io.isolde.store.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentOptions;
import io.isolde.agent.AgentStoppedException;
import io.isolde.agent.AgentTimeoutException;
import io.isolde.agent.Answer;
import io.isolde.agent.FailureMode;
import io.isolde.agent.Stepper;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The examples of docs/agents.md and of the Javadoc. */
class AgentManualTest {
  record Account(String owner, long balance) {
    Account plus(long amount) {
      return new Account(owner, balance + amount);
    }
  }

  @Test
  void account_ofTheManual_works() {
    // @start region="account"
    Agent<Account> alice = Agent.of(new Account("Alice", 100));

    alice.tell(account -> account.plus(30)); // sent; handled soon
    long balance = alice.ask(Account::balance); // waits for the reply: 130
    boolean paid =
        alice.askAndUpdate(
            account ->
                account.balance() < 50
                    ? new Answer<>(account, false)
                    : new Answer<>(account.plus(-50), true));
    Account now = alice.get(); // the present state; does not wait
    // @end
    assertThat(balance).isEqualTo(130);
    assertThat(paid).isTrue();
    assertThat(now.balance()).isEqualTo(80);
  }

  @Test
  void timeout_ofTheManual_passes() {
    CountDownLatch go = new CountDownLatch(1);
    Agent<Integer> slow = Agent.of(1);
    slow.tell(state -> awaitGo(go, state));
    // @start region="timeout"
    try {
      int reply = slow.ask(Duration.ofMillis(5), state -> state);
      throw new AssertionError("replied " + reply);
    } catch (AgentTimeoutException e) {
      // no reply, now or later, here or to anybody else; and the agent goes on
    }
    // @end
    go.countDown();
    slow.close();
    assertThat(slow.get()).isEqualTo(1);
  }

  private static int awaitGo(CountDownLatch go, int state) {
    try {
      go.await();
      return state;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void options_ofTheManual_work() {
    // @start region="options"
    AgentOptions options =
        AgentOptions.named("index")
            .withCapacity(100) // the 101st sender waits
            .withFailureMode(FailureMode.RESTART);
    Agent<List<String>> index = Agent.of(options, List.of());
    // @end
    index.tell(List::copyOf);
    index.close();
    assertThat(index.get()).isEmpty();
  }

  @Test
  void failures_ofTheManual_areNoticed() {
    List<String> log = new ArrayList<>();
    Stepper stepper = new Stepper();
    AgentOptions options = AgentOptions.DEFAULT.withExecutor(stepper);
    // @start region="watch"
    Agent<Integer> worker = Agent.of(options.withName("worker"), 0);
    Agent<Integer> helper = Agent.of(options.withName("helper"), 0);
    worker.link(helper); // they end together
    helper.monitor((agent, cause) -> log.add(agent + " has ended: " + cause));

    worker.tell(state -> 100 / state);
    // @end
    stepper.stepAll();

    assertThat(log)
        .containsExactly("agent 'helper' has ended: java.lang.ArithmeticException: / by zero");
    assertThatExceptionOfType(AgentStoppedException.class)
        .isThrownBy(() -> worker.tell(state -> state));
  }

  @Test
  void transactionalTell_ofTheManual_isSentAtCommit() {
    LongRef stock = LongRef.of(3);
    Agent<Integer> orders = Agent.of(0);
    // @start region="commit"
    Stm.atomic(
        () -> {
          Stm.check(stock.get() > 0);
          stock.decrement();
          orders.tell(count -> count + 1); // sent once, when this commits
        });
    // @end
    orders.close();
    assertThat(orders.get()).isEqualTo(1);
    assertThat(stock.get()).isEqualTo(2);
  }

  @Test
  void stepper_ofTheManual_decides() {
    // @start region="step"
    Stepper stepper = new Stepper();
    Agent<Integer> count = Agent.of(AgentOptions.DEFAULT.withExecutor(stepper), 0);
    count.tell(state -> state + 1);
    count.tell(state -> state + 1);
    assertThat(count.get()).isEqualTo(0);

    stepper.step();
    assertThat(count.get()).isEqualTo(1);

    stepper.stepAll();
    assertThat(count.get()).isEqualTo(2);
    // @end
  }

  @Test
  void close_ofTheManual_drains() {
    Agent<Integer> agent = Agent.of(0);
    agent.tell(state -> state + 1);
    // @start region="close"
    agent.close(); // handles what was sent, and ends; closeNow() discards it
    // @end
    assertThat(agent.get()).isEqualTo(1);
  }
}
