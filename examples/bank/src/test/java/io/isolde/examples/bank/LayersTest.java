package io.isolde.examples.bank;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parts of the bank may know which, and what compares ways of sharing. */
class LayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.isolde.examples", "io.isolde.benchmarks.sharing");

  private static ArchRule doesNotKnow(String one, String other) {
    return noClasses()
        .that()
        .resideInAPackage(one)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(other);
  }

  @ParameterizedTest
  @CsvSource({
    "io.isolde.examples.bank, io.isolde.examples.bank.csv",
    "io.isolde.examples.bank, io.isolde.examples.bank.ledger",
    "io.isolde.examples.bank, io.isolde.examples.bank.run",
    "io.isolde.examples.bank, io.isolde.examples.bank.cli",
    "io.isolde.examples.bank.csv, io.isolde.examples.bank.ledger",
    "io.isolde.examples.bank.csv, io.isolde.examples.bank.run",
    "io.isolde.examples.bank.csv, io.isolde.examples.bank.cli",
    "io.isolde.examples.bank.csv, io.isolde.store..",
    "io.isolde.examples.bank.ledger, io.isolde.examples.bank.csv",
    "io.isolde.examples.bank.ledger, io.isolde.examples.bank.run",
    "io.isolde.examples.bank.ledger, io.isolde.examples.bank.cli",
    "io.isolde.examples.bank.run, io.isolde.examples.bank.cli",
    "io.isolde.examples.bank.run, picocli..",
    "io.isolde.examples.bank.run, de.siegmar.fastcsv..",
    "io.isolde.examples.sharing, io.isolde.benchmarks..",
    "io.isolde.examples.sharing, io.isolde.examples.bank..",
    "io.isolde.benchmarks.sharing, io.isolde.examples.bank..",
  })
  void packages_ofALowerLayer_doNotKnowAHigherOne(String lower, String higher) {
    doesNotKnow(lower, higher).check(CLASSES);
  }

  @Test
  void packages_always_haveNoCycles() {
    slices().matching("io.isolde.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void rule_thatIsBroken_fails() {
    assertThatThrownBy(
            () ->
                doesNotKnow("io.isolde.examples.bank.run", "io.isolde.examples.bank.ledger")
                    .check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PaymentRun");
  }
}
