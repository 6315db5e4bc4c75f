package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes whose values may be read under a name: those that it was opened with, and those that
 * these mention. Immutable.
 */
final class Vocabulary {
  /*
   * Idea. A file states the class of a value by name, and the author of the file has chosen that
   * name. So a class is accepted only if it is among those that the program declares:
   *
   *   the classes that a name was opened with, and those of FileOptions
   *   of a record, the types of its components, with their arguments and bounds
   *   of a sealed class, those that it permits
   *   records and enums that implement an interface of the program that is declared and not sealed
   *   enums of the JDK
   *
   * The lookup initialises none of them.
   */
  private final Map<String, Class<?>> declared = new HashMap<>();

  /** Declared interfaces of the program that any class may implement. */
  private final Set<Class<?>> open = new LinkedHashSet<>();

  private Vocabulary() {}

  /** The vocabulary of a name that was opened with these classes. */
  static Vocabulary of(Iterable<? extends Class<?>> types) {
    Vocabulary vocabulary = new Vocabulary();
    types.forEach(vocabulary::add);
    return vocabulary;
  }

  private void add(Type type) {
    addClass(Declared.erased(type));
    if (type instanceof ParameterizedType parameterized) {
      for (Type argument : parameterized.getActualTypeArguments()) {
        add(argument);
      }
    }
  }

  private void addClass(Class<?> type) {
    if (declared.putIfAbsent(type.getName(), type) != null) {
      return;
    }
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        add(component.getGenericType());
      }
    } else if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        addClass(permitted);
      }
    } else if (type.isInterface() && !isOfJdk(type)) {
      open.add(type);
    }
  }

  private static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /**
   * Finds a class.
   *
   * @throws CodecException if the program does not declare it here
   */
  Class<?> find(String name) {
    Class<?> found = declared.get(name);
    if (found == null) {
      found = implementing(name);
    }
    if (found == null) {
      found = enumOfJdk(name);
    }
    if (found == null) {
      throw new CodecException(
          "class "
              + name
              + " is not declared here: a value may have in it what its class mentions, what"
              + " implements an interface that it mentions, what has a Codec, and what"
              + " FileOptions.withClasses declares",
          null);
    }
    return found;
  }

  private @Nullable Class<?> implementing(String name) {
    for (Class<?> type : open) {
      Class<?> found = load(name, type.getClassLoader());
      if (found != null && type.isAssignableFrom(found)) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Class<?> enumOfJdk(String name) {
    Class<?> found = name.startsWith("java.") ? load(name, null) : null;
    return found != null && found.isEnum() ? found : null;
  }

  private static @Nullable Class<?> load(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
