package io.isolde.stm.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What users attach to a cell besides its value: a name, validators and watches; and the stripes of
 * a contended one. Immutable; most cells have none.
 *
 * <p>Validators and watches receive a value in both forms, as an object and as bits; a cell fills
 * in the one it has.
 */
public record Attachment(
    @Nullable String name,
    List<Validator> validators,
    List<Watch> watches,
    @Nullable Stripes stripes) {
  static final Attachment NONE = new Attachment(null, List.of(), List.of(), null);

  /** A name without anything else; many cells may share it. */
  public static Attachment named(String name) {
    return NONE.withName(name);
  }

  /** Rejects values: throws to veto the commit that would write them. */
  @FunctionalInterface
  public interface Validator {
    void validate(@Nullable Object value, long bits);
  }

  /** Receives a change after it was committed. */
  @FunctionalInterface
  public interface Watch {
    void changed(@Nullable Object before, long bitsBefore, @Nullable Object after, long bitsAfter);
  }

  /** Whether commits must consider it. */
  boolean isActive() {
    return !validators.isEmpty() || !watches.isEmpty();
  }

  boolean isValidating() {
    return !validators.isEmpty();
  }

  void validate(@Nullable Object value, long bits) {
    for (Validator validator : validators) {
      validator.validate(value, bits);
    }
  }

  Attachment withName(String newName) {
    return new Attachment(newName, validators, watches, stripes);
  }

  Attachment with(Validator validator) {
    return new Attachment(name, plus(validators, validator), watches, stripes);
  }

  Attachment without(Validator validator) {
    return new Attachment(name, minus(validators, validator), watches, stripes);
  }

  Attachment with(Watch watch) {
    return new Attachment(name, validators, plus(watches, watch), stripes);
  }

  Attachment without(Watch watch) {
    return new Attachment(name, validators, minus(watches, watch), stripes);
  }

  /** With {@code made}, unless there are stripes already. */
  Attachment with(Stripes made) {
    return stripes == null ? new Attachment(name, validators, watches, made) : this;
  }

  private static <E> List<E> plus(List<E> list, E element) {
    List<E> longer = new ArrayList<>(list);
    longer.add(element);
    return List.copyOf(longer);
  }

  private static <E> List<E> minus(List<E> list, E element) {
    List<E> shorter = new ArrayList<>(list);
    shorter.remove(element);
    return List.copyOf(shorter);
  }
}
