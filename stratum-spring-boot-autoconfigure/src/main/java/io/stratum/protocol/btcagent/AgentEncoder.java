package io.stratum.protocol.btcagent;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.ByteBuf;

/**
 * Writes messages as frames. A value that its field cannot hold is an
 * {@link IllegalArgumentException}: the fault is ours.
 */
public final class AgentEncoder {

	/** How many sessions fit one frame that sets a difficulty. */
	public static final int MAX_SESSIONS = (AgentCommand.MAX_FRAME_LENGTH - 7) / 2;

	private AgentEncoder() {
	}

	/**
	 * Adds one frame; more than one for a difficulty of more than {@link #MAX_SESSIONS}
	 * sessions.
	 * @param message the message
	 * @param out where the frame is added; left as it was when the message is refused
	 * @throws IllegalArgumentException if a value does not fit, or for an unreadable
	 * frame, which is never sent
	 */
	public static void encode(AgentMessage message, ByteBuf out) {
		int start = out.writerIndex();
		try {
			encodeAny(message, out);
		}
		catch (IllegalArgumentException ex) {
			out.writerIndex(start);
			throw ex;
		}
	}

	private static void encodeAny(AgentMessage message, ByteBuf out) {
		if (message instanceof AgentMessage.SubmitResponse response) {
			header(out, AgentCommand.SUBMIT_RESPONSE, 10);
			u16(out, response.index()).writeIntLE(response.status());
		}
		else if (message instanceof AgentMessage.SetDifficulty difficulty) {
			encodeDifficulty(difficulty, out);
		}
		else if (message instanceof AgentMessage.SubmitShare share) {
			encodeShare(share, out);
		}
		else if (message instanceof AgentMessage.RegisterWorker register) {
			encodeRegister(register, out);
		}
		else if (message instanceof AgentMessage.UnregisterWorker unregister) {
			header(out, AgentCommand.UNREGISTER_WORKER, 6);
			u16(out, unregister.session());
		}
		else {
			encodeEthereum(message, out);
		}
	}

	private static void encodeEthereum(AgentMessage message, ByteBuf out) {
		if (message instanceof AgentMessage.SubmitEthereumShare share) {
			encodeShare(share, out);
		}
		else if (message instanceof AgentMessage.AskNoncePrefix ask) {
			header(out, AgentCommand.ASK_NONCE_PREFIX, 6);
			u16(out, ask.session());
		}
		else if (message instanceof AgentMessage.SetExtranonce extranonce) {
			header(out, AgentCommand.SET_EXTRANONCE, 10);
			u16(out, extranonce.session()).writeIntLE(extranonce.prefix());
		}
		else {
			throw new IllegalArgumentException("an unreadable frame is never sent");
		}
	}

	private static void encodeRegister(AgentMessage.RegisterWorker message, ByteBuf out) {
		header(out, AgentCommand.REGISTER_WORKER, 8 + message.userAgent().length() + message.worker().length());
		u16(out, message.session());
		string(out, message.userAgent());
		string(out, message.worker());
	}

	private static void encodeShare(AgentMessage.SubmitShare share, ByteBuf out) {
		boolean time = share.time().isPresent();
		boolean version = share.versionMask().isPresent();
		int plain = time ? AgentCommand.SUBMIT_WITH_TIME : AgentCommand.SUBMIT;
		int versioned = time ? AgentCommand.SUBMIT_WITH_TIME_AND_VERSION : AgentCommand.SUBMIT_WITH_VERSION;
		header(out, version ? versioned : plain, 15 + (time ? 4 : 0) + (version ? 4 : 0));
		out.writeByte(checked("job", share.job(), 0xff));
		u16(out, share.session()).writeIntLE(share.extranonce2()).writeIntLE(share.nonce());
		share.time().ifPresent(out::writeIntLE);
		share.versionMask().ifPresent(out::writeIntLE);
	}

	private static void encodeShare(AgentMessage.SubmitEthereumShare share, ByteBuf out) {
		byte[] job = HexFormat.of().parseHex(share.job());
		byte[] mixHash = HexFormat.of().parseHex(share.mixHash());
		if (mixHash.length != 0 && mixHash.length != AgentCommand.MIX_HASH_LENGTH) {
			throw new IllegalArgumentException("mix hash length: " + mixHash.length + " (expected: 0 or 32)");
		}
		header(out, (mixHash.length == 0) ? AgentCommand.SUBMIT : AgentCommand.SUBMIT_WITH_MIX_HASH,
				14 + job.length + mixHash.length);
		u16(out, share.session()).writeLongLE(share.nonce()).writeBytes(job).writeBytes(mixHash);
	}

	private static void encodeDifficulty(AgentMessage.SetDifficulty message, ByteBuf out) {
		List<Integer> sessions = message.sessions();
		int from = 0;
		do {
			int to = Math.min(sessions.size(), from + MAX_SESSIONS);
			header(out, AgentCommand.SET_DIFFICULTY, 7 + 2 * (to - from));
			out.writeByte(checked("exponent", message.exponent(), 63));
			u16(out, to - from);
			sessions.subList(from, to).forEach((session) -> u16(out, session));
			from = to;
		}
		while (from < sessions.size());
	}

	private static void header(ByteBuf out, int command, int length) {
		out.writeByte(AgentCommand.MAGIC).writeByte(command);
		out.writeShortLE(checked("frame length", length, AgentCommand.MAX_FRAME_LENGTH));
	}

	private static ByteBuf u16(ByteBuf out, int value) {
		return out.writeShortLE(checked("U16", value, 0xffff));
	}

	private static void string(ByteBuf out, String text) {
		for (int i = 0; i < text.length(); i++) {
			checked("character", text.charAt(i) - 1, 0xfe);
		}
		out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
		out.writeByte(0);
	}

	private static int checked(String what, int value, int max) {
		if (value < 0 || value > max) {
			throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to " + max + ")");
		}
		return value;
	}

}
