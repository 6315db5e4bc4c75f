package io.isolde.stm.mutant;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.history.QuickMapRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every bug planted in a map is noticed by the random runs, with the settings of the quick test. */
class CollectionMutantTest {
  @ParameterizedTest
  @EnumSource
  void mutant_inRandomRuns_isCaught(CollectionMutant mutant) {
    MutantLoader loader = new MutantLoader(mutant.name(), MutantCompiler.compile(mutant));
    assertThatThrownBy(() -> loader.run(QuickMapRun.class)).isInstanceOf(AssertionError.class);
  }
}
