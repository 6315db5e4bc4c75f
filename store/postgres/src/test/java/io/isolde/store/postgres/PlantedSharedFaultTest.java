package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.testkit.shared.SharedStoreContract;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of shared stores detects planted faults, with the settings for right backends. */
@SuppressWarnings("JUnitMethodInvoked") // laws, which are to fail
@Tag("long")
class PlantedSharedFaultTest {
  /** The laws, on a store with a fault. */
  private static final class Faulty extends SharedStoreContract {
    Faulty(SharedFault fault) {
      super(() -> FaultyStoreProvider.uri(fault, Server.fresh()));
    }

    @Override
    public Duration wakeUpMax() {
      return Duration.ofSeconds(2);
    }
  }

  @Test
  void transactionsWithoutAtomicity_areCaught() {
    Faulty torn = new Faulty(SharedFault.TORN);
    assertCaught(() -> torn.transfers_byTwoJvms_conserveMoneyInEveryAudit());
  }

  @Test
  void transactionsWithoutIsolation_areCaught() {
    Faulty torn = new Faulty(SharedFault.TORN);
    assertCaught(() -> torn.jvm_killedAmongItsCommits_losesNoneAcknowledgedAndLeavesNoneByHalves());
  }

  @Test
  void acknowledgedTransactionsThatAreNotCommitted_areCaught() {
    Faulty forgetful = new Faulty(SharedFault.FORGETFUL);
    assertCaught(
        () -> forgetful.jvm_killedAmongItsCommits_losesNoneAcknowledgedAndLeavesNoneByHalves());
  }

  @Test
  void lostWakeUps_areCaught() {
    Faulty deaf = new Faulty(SharedFault.DEAF);
    assertCaught(() -> deaf.check_madeTrueByAnotherJvm_isWokenInTime());
  }

  @Test
  void writeSkew_isCaught() {
    Faulty torn = new Faulty(SharedFault.TORN);
    assertCaught(() -> torn.writeSkew_acrossJvms_isImpossible(Faulty.Question.RANGE));
  }

  @Test
  void namesOfASingleJvm_areCaught() {
    Faulty secret = new Faulty(SharedFault.PRIVATE);
    assertCaught(() -> secret.name_thatAnotherJvmHasOpened_isRefusedAsSomethingElse());
    assertCaught(() -> secret.classes_firstUsedByTwoJvmsAtOnce_areReadByBothAndByOthers());
    assertCaught(() -> secret.counter_addedToByTwoJvms_losesNothing());
  }

  @Test
  void staleReads_areCaught() {
    Faulty stale = new Faulty(SharedFault.STALE);
    assertCaught(() -> stale.write_thatHasReturned_isSeenByEveryReadOfTheOtherJvm());
  }

  @Test
  void commitsInTheWrongOrder_areCaught() {
    Faulty swapped = new Faulty(SharedFault.SWAPPED);
    assertCaught(() -> swapped.changes_ofAllJvms_arriveInEachInCommitOrderAndOnce());
  }

  /** The law fails, and not because a JVM has failed to do its task. */
  private static void assertCaught(ThrowingCallable law) {
    assertThatThrownBy(law)
        .isInstanceOf(AssertionError.class)
        .hasMessageNotContaining("says no more");
  }
}
