package io.isolde.benchmarks.sharing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The comparison knows the harness and the ways of sharing, but no program that runs it. */
class LayersTest {
  private static final String[] KNOWN = {
    "io.isolde.benchmarks.sharing", "io.isolde.benchmarks.harness..", "io.isolde.examples.sharing"
  };

  @Test
  void comparison_knowsTheHarnessAndTheWaysAlone() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("io.isolde..").and(resideOutsideOfPackages(KNOWN)))
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.isolde.benchmarks.sharing"));
  }
}
