package io.stratum.session.sv1;

import java.math.BigInteger;
import java.util.List;

import io.stratum.bitcoin.Hex;
import io.stratum.bitcoin.Target;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.RejectReason;
import io.stratum.protocol.sv1.Authorize;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Subscribe;
import io.stratum.protocol.sv1.SuggestDifficulty;
import io.stratum.session.CloseReason;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession;

/**
 * The mining methods of Stratum V1.
 */
public final class Sv1MiningHandlers {

	private static final Reply OTHER_DIALECT = Reply
		.error(StratumError.of(20, "This server speaks Stratum V1 of Bitcoin: mining.subscribe, mining.authorize"));

	private static final Reply MALFORMED = SubmitHandler.refusal(RejectReason.MALFORMED);

	private final MiningEngine engine;

	private Sv1MiningHandlers(MiningEngine engine) {
		this.engine = engine;
	}

	/**
	 * Puts the handlers of all mining methods into a table. They only work in sessions of
	 * {@link Sv1SessionFactory}.
	 * @param handlers the table
	 * @param engine what does the mining
	 */
	public static void register(MessageHandlers.Builder handlers, MiningEngine engine) {
		Sv1MiningHandlers mining = new Sv1MiningHandlers(engine);
		add(handlers, "mining.configure", new ConfigureHandler(engine));
		add(handlers, "mining.subscribe", mining::subscribe);
		add(handlers, "mining.authorize", mining::authorize);
		add(handlers, "mining.submit", new SubmitHandler(engine));
		add(handlers, "mining.suggest_difficulty", mining::suggestDifficulty);
		add(handlers, "mining.suggest_target", mining::suggestTarget);
		add(handlers, "mining.extranonce.subscribe", mining::subscribeExtranonce);
		// Sending transactions would cost much and help nobody
		add(handlers, "mining.get_transactions", (session, request) -> Reply.of(List.of()));
		add(handlers, "mining.multi_version", (session, request) -> Reply.TRUE);
		add(handlers, "mining.capabilities", Sv1MiningHandlers::ignore);
		add(handlers, "mining.set_goal", Sv1MiningHandlers::ignore);
		add(handlers, "mining.ping", (session, request) -> Reply.of("pong"));
		// ESP-Miner answers a ping of the server by a request
		add(handlers, "pong", (session, request) -> Reply.NONE);
		add(handlers, "mining.term", (session, request) -> Reply.NONE.then(session::close));
		for (String method : List.of("login", "eth_submitLogin", "eth_login")) {
			add(handlers, method, (session, request) -> refuseDialect(session));
		}
	}

	private static void add(MessageHandlers.Builder handlers, String method, MessageHandler<StratumRequest> handler) {
		handlers.method(method, handler);
	}

	private Sv1Mining of(StratumSession session) {
		return ((Sv1Session) session).mining(this.engine);
	}

	private Reply subscribe(StratumSession session, StratumRequest request) {
		Subscribe subscribe = Subscribe.decode(request);
		String second = subscribe.session();
		if (second != null && second.startsWith("EthereumStratum/")) {
			return refuseDialect(session);
		}
		return of(session).subscribe(subscribe);
	}

	private Reply authorize(StratumSession session, StratumRequest request) {
		Authorize authorize = Authorize.decode(request);
		return (authorize != null) ? of(session).workers().authorize(authorize) : MALFORMED;
	}

	/**
	 * Miners may take any reply to a suggestion for the answer to a share; a new
	 * difficulty with a job is answer enough.
	 */
	private Reply suggestDifficulty(StratumSession session, StratumRequest request) {
		SuggestDifficulty suggestion = SuggestDifficulty.decode(request);
		if (suggestion == null) {
			return MALFORMED;
		}
		of(session).suggestDifficulty(suggestion.difficulty());
		return Reply.NONE;
	}

	private Reply suggestTarget(StratumSession session, StratumRequest request) {
		String text = request.text(0);
		byte[] bytes = (text != null && text.length() == 2 * Target.LENGTH) ? Hex.parseBytes(text) : null;
		BigInteger target = (bytes != null) ? new BigInteger(1, bytes) : BigInteger.ZERO;
		if (target.signum() == 0) {
			return MALFORMED;
		}
		of(session).suggestDifficulty(Target.of(target).difficulty(this.engine.difficultyOne()));
		return Reply.NONE;
	}

	private Reply subscribeExtranonce(StratumSession session, StratumRequest request) {
		of(session).subscribeExtranonce();
		return Reply.TRUE;
	}

	/**
	 * Requests that tell the server something it has no use for; only those that carry an
	 * id want an answer.
	 */
	private static Reply ignore(StratumSession session, StratumRequest request) {
		return (request.id() == null || !request.hasId()) ? Reply.NONE : Reply.TRUE;
	}

	private static Reply refuseDialect(StratumSession session) {
		return OTHER_DIALECT.then(() -> ((Sv1Session) session).close(CloseReason.FOREIGN_PROTOCOL));
	}

}
