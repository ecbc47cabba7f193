package io.spotagents.capacity;

/**
 * Most instances to ask of a pool at once, and why no more.
 *
 * @param count at least 0; {@link #UNBOUNDED} if nothing is known that bounds it
 * @param reason one sentence for people
 */
public record Limit(int count, String reason) {

    /** Count of a limit that does not limit. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    public Limit {
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative, but is " + count);
        }
    }
}
