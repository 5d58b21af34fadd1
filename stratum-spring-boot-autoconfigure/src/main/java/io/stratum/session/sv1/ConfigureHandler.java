package io.stratum.session.sv1;

import java.util.LinkedHashMap;
import java.util.Map;

import io.stratum.bitcoin.Hex;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.RejectReason;
import io.stratum.protocol.sv1.Configure;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumSession;

/**
 * Handles {@code mining.configure} (BIP310): answers each extension that was asked for,
 * and no other. The bit count that a miner would like changes nothing: by BIP310 it is
 * for diagnostics, and the miner can go on with fewer bits.
 */
final class ConfigureHandler implements MessageHandler<StratumRequest> {

	private static final String VERSION_ROLLING = "version-rolling";

	private static final int MASK_DIGITS = 8;

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
				case VERSION_ROLLING -> versionRolling(mining, configure, answer);
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

	private static void versionRolling(Sv1Mining mining, Configure configure, Map<String, Object> answer) {
		String wanted = configure.text("version-rolling.mask");
		long requested = (wanted != null) ? Hex.parseNumber(wanted, MASK_DIGITS) : 0xffffffffL;
		int mask = (requested >= 0) ? mining.negotiate((int) requested) : 0;
		answer.put(VERSION_ROLLING, mask != 0);
		if (mask != 0) {
			answer.put("version-rolling.mask", Hex.format(mask));
		}
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
