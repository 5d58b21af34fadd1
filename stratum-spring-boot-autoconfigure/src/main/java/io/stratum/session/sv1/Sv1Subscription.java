package io.stratum.session.sv1;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.protocol.sv1.Subscribe;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

/**
 * The subscription of a session: resumes or opens its channel once. Asking again gives
 * the same answer. Used on the loop only.
 */
final class Sv1Subscription {

	private static final int AGENT_EXTRANONCE2 = 8;

	private static final Reply NO_AGENTS = Reply
		.error(StratumError.of(20, "Agents need an extranonce2 of 8 bytes, which this server does not have"));

	private static final Reply NO_EXTRANONCE = Reply.error(StratumError.of(20, "Server full"));

	private final Sv1Mining mining;

	private final MiningEngine engine;

	private final Sv1Session session;

	private @Nullable CompletableFuture<Reply> answer;

	Sv1Subscription(Sv1Mining mining, MiningEngine engine, Sv1Session session) {
		this.mining = mining;
		this.engine = engine;
		this.session = session;
	}

	Reply subscribe(Subscribe request) {
		CompletableFuture<Reply> reply = this.answer;
		this.session.identify(request.userAgent(), reply == null && this.mining.channel() == null);
		if (this.session.isAgent() && this.engine.extranonce2Size() != AGENT_EXTRANONCE2) {
			return NO_AGENTS.then(this.session::close);
		}
		if (reply == null) {
			if (this.mining.channel() != null) {
				return this.mining.subscription(this.mining.channel());
			}
			reply = new CompletableFuture<>();
			this.answer = reply;
			begin(request, reply);
		}
		return reply.isDone() ? reply.join() : Reply.later(reply);
	}

	private void begin(Subscribe request, CompletableFuture<Reply> reply) {
		String token = request.session();
		if (token == null || this.session.isAgent()) {
			conclude(reply, null);
			return;
		}
		this.engine.channels()
			.resume(token)
			.thenAcceptAsync((channel) -> conclude(reply, channel), this.session.transportConnection().loop());
	}

	private @Nullable MiningChannel open() {
		return this.session.isAgent() ? this.engine.channels().openShared(this.mining.startLimits())
				: this.engine.channels().open(this.mining.startLimits());
	}

	private void conclude(CompletableFuture<Reply> reply, @Nullable MiningChannel resumed) {
		this.answer = null;
		if (!this.session.isOpen()) {
			if (resumed != null) {
				this.engine.channels().close(resumed);
			}
			return;
		}
		MiningChannel channel = (resumed != null) ? resumed : open();
		if (channel == null) {
			reply.complete(NO_EXTRANONCE);
			return;
		}
		reply.complete(this.mining.subscribed(channel, resumed != null));
	}

}
