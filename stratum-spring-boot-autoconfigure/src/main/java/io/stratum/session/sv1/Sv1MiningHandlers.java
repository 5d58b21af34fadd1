package io.stratum.session.sv1;

import io.stratum.engine.MiningEngine;
import io.stratum.session.MessageHandlers;

/**
 * The mining methods of Stratum V1.
 */
public final class Sv1MiningHandlers {

	private Sv1MiningHandlers() {
	}

	/** Puts the handlers of all mining methods into a table. */
	public static void register(MessageHandlers.Builder handlers, MiningEngine engine) {
		throw new UnsupportedOperationException();
	}

}
