package io.isolde.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Programs know comparisons, comparisons know scenarios, scenarios know peers; the comparison of
 * the ways of sharing is apart.
 */
class LayersTest {
  private static final String SHARING = "io.isolde.benchmarks.sharing..";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.isolde.benchmarks");

  @Test
  void packages_haveNoCycles() {
    slices().matching("io.isolde.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void benchmarks_doNotKnowTheComparisonOfTheWaysOfSharing() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SHARING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SHARING, "io.isolde.examples..")
        .check(CLASSES);
  }
}
