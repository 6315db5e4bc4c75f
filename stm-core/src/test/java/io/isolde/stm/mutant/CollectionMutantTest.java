package io.isolde.stm.mutant;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.history.QuickMapRun;
import io.isolde.stm.history.QuickQueueRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every bug planted in a collection is caught, with the same settings as those of the quick test.
 */
class CollectionMutantTest {
  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void mutant_inRandomRuns_isCaught(CollectionMutant mutant) {
    MutantLoader loader = new MutantLoader(mutant.name(), MutantCompiler.compile(mutant));
    assertThatThrownBy(
            () -> loader.run(mutant.isInAQueue() ? QuickQueueRun.class : QuickMapRun.class))
        .isInstanceOf(AssertionError.class);
  }
}
