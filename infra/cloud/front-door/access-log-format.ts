import { AccessLogField, AccessLogFormat } from "aws-cdk-lib/aws-apigateway";

/**
 * One line for each request: who, what, how it ended. No query string, no header but the user agent, no body: nothing
 * in it opens anything.
 */
export const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    traceId: AccessLogField.contextXrayTraceId(),
    at: AccessLogField.contextRequestTimeEpoch(),
    host: AccessLogField.contextDomainName(),
    address: AccessLogField.contextIdentitySourceIp(),
    userAgent: AccessLogField.contextIdentityUserAgent(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextResourcePath(),
    path: AccessLogField.contextPath(),
    status: AccessLogField.contextStatus(),
    answerBytes: AccessLogField.contextResponseLength(),
    latencyMs: AccessLogField.contextResponseLatency(),
    functionLatencyMs: AccessLogField.contextIntegrationLatency(),
    refusal: AccessLogField.contextErrorResponseType(),
    firewallStatus: AccessLogField.contextWafStatus(),
  }),
);
