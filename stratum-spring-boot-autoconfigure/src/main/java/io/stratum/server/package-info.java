/**
 * The stratum server as an application sees it, free of any transport library.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.server;
