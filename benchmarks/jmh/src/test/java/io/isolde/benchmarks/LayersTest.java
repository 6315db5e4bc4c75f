package io.isolde.benchmarks;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Programs know comparisons, comparisons know scenarios, scenarios know peers. */
class LayersTest {
  @Test
  void packages_haveNoCycles() {
    slices()
        .matching("io.isolde.(**)")
        .should()
        .beFreeOfCycles()
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.isolde.benchmarks"));
  }
}
