package io.isolde.agent.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.Deadline;
import io.isolde.store.testkit.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void answer_beforeCallerWaits_isKept() throws Exception {
    Call<String> call = new Call<>();
    assertThat(call.claim()).isTrue();
    call.answer("yes");

    assertThat(call.await(Deadline.NEVER)).isTrue();
    assertThat(call.<RuntimeException>result()).isEqualTo("yes");
  }

  @Test
  void await_deadlinePasses_givesUpForGood() throws Exception {
    Call<String> call = new Call<>();

    assertThat(call.await(Deadline.after(Duration.ZERO))).isFalse();

    assertThat(call.isWaitedFor()).isFalse();
    assertThat(call.claim()).isFalse();
    call.refuse(new IOException("to nobody"));
    assertThat(call.isAnswered()).isFalse();
  }

  @Test
  void await_interrupted_givesUpForGood() {
    Call<String> call = new Call<>();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> call.await(Deadline.NEVER)).isInstanceOf(InterruptedException.class);

    assertThat(call.claim()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void await_interruptedAfterClaim_getsTheAnswerAndStaysInterrupted() throws Exception {
    CompletableFuture<Call<String>> made = new CompletableFuture<>();
    Worker<String> caller =
        Worker.start(
            () -> {
              Call<String> call = new Call<>();
              made.complete(call);
              call.await(Deadline.after(Duration.ofSeconds(60)));
              return call.result() + ", interrupted: " + Thread.currentThread().isInterrupted();
            });
    Call<String> call = made.get();
    call.claim();

    caller.interrupt();
    caller.awaitParkedIn("Call.await");
    call.answer("yes");

    assertThat(caller.result()).isEqualTo("yes, interrupted: true");
  }

  @Test
  void refuse_claimedOrNot_throwsAtTheCaller() throws Exception {
    IOException planned = new IOException("planned");
    Call<String> claimed = new Call<>();
    claimed.claim();
    claimed.refuse(planned);
    Call<String> unclaimed = new Call<>();
    unclaimed.refuse(planned);

    for (Call<String> call : List.of(claimed, unclaimed)) {
      assertThat(call.await(Deadline.NEVER)).isTrue();
      assertThatThrownBy(call::<IOException>result).isSameAs(planned);
    }
  }

  @Test
  void claimAndGiveUp_race_haveOneWinner() throws Exception {
    for (int i = 0; i < 2000; i++) {
      AtomicInteger winners = new AtomicInteger();
      Call<String> call = new Call<>();
      Worker.runAll(
          2,
          index -> {
            if (index == 0 ? call.claim() : call.giveUp()) {
              winners.incrementAndGet();
            }
          });
      assertThat(winners).hasValue(1);
    }
  }
}
