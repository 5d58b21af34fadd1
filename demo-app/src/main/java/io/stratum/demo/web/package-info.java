/**
 * The status page.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.demo.web;
