package io.stratum.session.sv1;

import java.util.LinkedHashMap;
import java.util.Map;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.RejectReason;
import io.stratum.protocol.sv1.Configure;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.VersionRolling;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumSession;

/**
 * Handles {@code mining.configure} (BIP310): answers each extension that was asked for,
 * and no other. The bit count that a miner would like changes nothing: by BIP310 it is
 * for diagnostics, and the miner can go on with fewer bits.
 */
final class ConfigureHandler implements MessageHandler<StratumRequest> {

	private final MiningEngine engine;

	ConfigureHandler(MiningEngine engine) {
		this.engine = engine;
	}

	@Override
	public Reply handle(StratumSession session, StratumRequest request) {
		Sv1Mining mining = ((Sv1Session) session).mining(this.engine);
		Configure configure = Configure.decode(request);
		if (configure == null) {
			return SubmitHandler.refusal(RejectReason.MALFORMED);
		}
		Map<String, Object> answer = new LinkedHashMap<>();
		for (String extension : configure.extensions()) {
			switch (extension) {
				case VersionRolling.NAME ->
					new VersionRolling(mining.negotiate(VersionRolling.decode(configure).mask())).answer(answer);
				case "minimum-difficulty" -> answer.put(extension, minimumDifficulty(mining, configure));
				case "subscribe-extranonce" -> {
					mining.subscribeExtranonce();
					answer.put(extension, true);
				}
				case "info" -> answer.put(extension, true);
				default -> answer.put(extension, false);
			}
		}
		return Reply.of(answer);
	}

	private static boolean minimumDifficulty(Sv1Mining mining, Configure configure) {
		Double minimum = configure.number("minimum-difficulty.value");
		if (minimum == null) {
			return false;
		}
		mining.minimumDifficulty(minimum);
		return true;
	}

}
