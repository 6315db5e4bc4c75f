package io.isolde.benchmarks.harness;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the harness may depend on. */
class LayersTest {
  private static final String HARNESS = "io.isolde.benchmarks.harness";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HARNESS);

  @Test
  void harness_knowsNothingOfIsolde() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.isolde..").and(not(resideInAPackage(HARNESS + ".."))))
        .check(CLASSES);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching(HARNESS + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
