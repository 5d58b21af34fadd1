package io.stratum.mining;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link ShareRecorder} that knows which shares of a batch can never be
 * recorded. These are set aside at once; the others are given again at once, since
 * nothing of the batch counts as recorded.
 */
public final class PoisonShareException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Set<String> ids;

	/**
	 * Creates an exception that names shares.
	 * @param shares those that can never be recorded; at least one of the batch
	 * @param cause why, or null
	 */
	public PoisonShareException(Collection<Share> shares, @Nullable Throwable cause) {
		super(shares.size() + " shares can never be recorded" + ((cause != null) ? ": " + cause : ""), cause);
		this.ids = shares.stream().map(Share::id).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Whether a share is one of those that can never be recorded.
	 * @param share a share
	 * @return whether it was named
	 */
	public boolean names(Share share) {
		return this.ids.contains(share.id());
	}

}
