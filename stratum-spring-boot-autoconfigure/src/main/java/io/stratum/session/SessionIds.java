package io.stratum.session;

/**
 * Gives session ids: node id in the top byte, then a 24-bit index not in use by a live
 * session.
 */
public final class SessionIds {

	public SessionIds(int nodeId) {
		throw new UnsupportedOperationException();
	}

	/** A free id; throws IllegalStateException when all 16,777,216 are in use. */
	public int allocate() {
		throw new UnsupportedOperationException();
	}

	/** Gives an id back; harmless twice. */
	public void release(int id) {
		throw new UnsupportedOperationException();
	}

}
