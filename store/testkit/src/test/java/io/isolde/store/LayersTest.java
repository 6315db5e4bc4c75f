package io.isolde.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which packages may depend on which: decision 0009. */
class LayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.isolde");

  private static ArchRule doesNotKnow(String one, String... others) {
    return noClasses().that().resideInAPackage(one).should().dependOnClassesThat(in(others));
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }

  @ParameterizedTest
  @CsvSource({
    "io.isolde.stm.., io.isolde.agent..",
    "io.isolde.stm.., io.isolde.store..",
    "io.isolde.stm.., io.isolde.checks..",
    "io.isolde.stm, io.isolde.stm.collection..",
    "io.isolde.stm.engine, io.isolde.stm.collection..",
    "io.isolde.stm.collection.hash, io.isolde.stm.collection",
    "io.isolde.stm.collection.hash, io.isolde.stm.collection.sorted",
    "io.isolde.stm.collection.sorted, io.isolde.stm.collection",
    "io.isolde.stm.collection.sorted, io.isolde.stm.collection.hash",
    "io.isolde.stm.collection.parts, io.isolde.stm.collection",
    "io.isolde.stm.collection.parts, io.isolde.stm.collection.hash",
    "io.isolde.stm.collection.parts, io.isolde.stm.collection.sorted",
    "io.isolde.agent.., io.isolde.store..",
    "io.isolde.agent.., io.isolde.checks..",
    "io.isolde.agent.mailbox, io.isolde.agent",
    "io.isolde.checks.., io.isolde.stm..",
    "io.isolde.checks.., io.isolde.agent..",
    "io.isolde.checks.., io.isolde.store..",
    "io.isolde.store.., io.isolde.stm.engine..",
    "io.isolde.store.., io.isolde.stm.collection.hash",
    "io.isolde.store.., io.isolde.stm.collection.sorted",
    "io.isolde.store.spi, io.isolde.store.file..",
    "io.isolde.store.spi, io.isolde.store.stm..",
    "io.isolde.store.spi, io.isolde.store.lock..",
    "io.isolde.store.spi, io.isolde.store.agent..",
    "io.isolde.store.spi, io.isolde.store.agents..",
    "io.isolde.store.stm, io.isolde.store.file..",
    "io.isolde.store.file.base, io.isolde.store.file",
    "io.isolde.store.file.base, io.isolde.store.file.journal",
    "io.isolde.store.file.journal, io.isolde.store.file",
    "io.isolde.store.file.journal, io.isolde.store.file.base",
    "io.isolde.store.file.journal, io.isolde.store.file.record",
    "io.isolde.store.file.record, io.isolde.store.file",
    "io.isolde.store.file.record, io.isolde.store.file.base",
    "io.isolde.store.file.record, io.isolde.store.file.journal",
    "io.isolde.store.file.record, io.isolde.store.file.storage",
    "io.isolde.store.file.storage, io.isolde.store.file",
    "io.isolde.store.file.storage, io.isolde.store.file.base",
    "io.isolde.store.file.storage, io.isolde.store.file.journal",
    "io.isolde.store.file.storage, io.isolde.store.file.record",
  })
  void packages_ofALowerLayer_doNotKnowAHigherOne(String lower, String higher) {
    doesNotKnow(lower, higher).check(CLASSES);
  }

  /** The exception: refs are cells of the engine, and the engine uses types of the API. */
  @Test
  void packages_exceptApiAndEngine_haveNoCycles() {
    slices()
        .matching("io.isolde.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            JavaClass.Predicates.resideInAPackage("io.isolde.stm.engine"),
            JavaClass.Predicates.resideInAPackage("io.isolde.stm"))
        .check(CLASSES);
  }

  @Test
  void rule_thatIsBroken_fails() {
    assertThatThrownBy(() -> doesNotKnow("io.isolde.store.stm", "io.isolde.stm").check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("StmStore");
  }
}
