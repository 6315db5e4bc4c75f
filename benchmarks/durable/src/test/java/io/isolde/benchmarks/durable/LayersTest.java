package io.isolde.benchmarks.durable;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the benchmarks of durable stores may depend on. */
class LayersTest {
  @Test
  void benchmarks_doNotKnowTheComparisonOfTheWaysOfSharing() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.isolde.benchmarks.sharing..", "io.isolde.examples..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.isolde.benchmarks.durable"));
  }
}
