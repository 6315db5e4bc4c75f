package io.isolde.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.isolde.agent.Agent;
import io.isolde.stm.Stm;
import io.isolde.store.testkit.Modules;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is exported mentions only types that are exported, too, so that a modular program can use
 * all of it.
 */
class ExportsTest {
  private static final List<Path> MODULES =
      Stream.of(Stm.class, Agent.class, Store.class).map(Modules::of).toList();

  private static final Set<String> EXPORTED =
      ModuleFinder.of(MODULES.toArray(Path[]::new)).findAll().stream()
          .map(ModuleReference::descriptor)
          .flatMap(module -> module.exports().stream())
          .filter(exports -> !exports.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());

  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(EXPORTED);

  /** Refs are cells of the engine; and two methods are there for {@code chronicle:} only. */
  private static final List<String> EXCEPTIONS =
      List.of(
          "io.isolde.stm.BooleanRef mentions io.isolde.stm.engine.BitsCell",
          "io.isolde.stm.DoubleRef mentions io.isolde.stm.engine.BitsCell",
          "io.isolde.stm.IntRef mentions io.isolde.stm.engine.BitsCell",
          "io.isolde.stm.LongRef mentions io.isolde.stm.engine.BitsCell",
          "io.isolde.stm.Ref mentions io.isolde.stm.engine.ObjectCell",
          "io.isolde.store.file.FileStoreProvider mentions io.isolde.store.file.base.Bases",
          "io.isolde.store.file.StoreFiles mentions io.isolde.store.file.base.Bases");

  @Test
  void exportedPackages_mentionExportedTypesOnly() {
    assertThat(hidden(EXPORTED, EXPORTED)).containsExactlyElementsOf(EXCEPTIONS);
  }

  @Test
  void packageThatIsNotExported_isFound() {
    assertThat(hidden(Set.of("io.isolde.store"), Set.of("io.isolde.store")))
        .contains("io.isolde.store.Store mentions io.isolde.stm.TransactionBody");
  }

  /** What the public types of {@code packages} mention although it is in none of {@code seen}. */
  private static List<String> hidden(Set<String> packages, Set<String> seen) {
    return CLASSES.stream()
        .filter(type -> packages.contains(type.getPackageName()) && isVisible(type))
        .flatMap(type -> mentioned(type).map(other -> new Mention(type, other)))
        .filter(mention -> !mention.isOfJdk() && !seen.contains(mention.packageName()))
        .map(Mention::toString)
        .distinct()
        .sorted()
        .toList();
  }

  private record Mention(JavaClass by, JavaClass type) {
    boolean isOfJdk() {
      return type.isPrimitive() || packageName().startsWith("java.");
    }

    String packageName() {
      return type.getPackageName();
    }

    @Override
    public String toString() {
      return by.getName() + " mentions " + type.getName();
    }
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ExportsTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  /** The types in the declaration of a type, and in those of its members. */
  private static Stream<JavaClass> mentioned(JavaClass type) {
    Stream<JavaType> above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaType> members =
        type.getMembers().stream()
            .filter(member -> isVisible(member.getModifiers()))
            .flatMap(ExportsTest::types);
    return Stream.concat(above, members)
        .flatMap(mentioned -> mentioned.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType);
  }

  private static Stream<JavaType> types(JavaMember member) {
    return member instanceof JavaCodeUnit unit
        ? Stream.of(
                Stream.of(unit.getReturnType()),
                unit.getParameterTypes().stream(),
                unit.getExceptionTypes().stream())
            .flatMap(types -> types)
        : Stream.of(((JavaField) member).getType());
  }
}
