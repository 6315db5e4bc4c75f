package io.isolde.stress.planted;

/** What {@link PlantedStm} does wrong. */
public enum Bug {
  /** Nothing. */
  NONE,
  /** A read returns a value newer than the read version, without checking what was read before. */
  READ_WITHOUT_EXTENSION,
  /** A commit does not check that what it read is unchanged. */
  COMMIT_WITHOUT_VALIDATION,
  /** A commit makes its first value visible before it has locked the second ref. */
  PUBLISH_BEFORE_LOCKING_ALL,
  /** A waiter checks for changes before it registers, but not after. */
  CHECK_BEFORE_REGISTERING
}
