import { CfnOutput } from "aws-cdk-lib";
import { DomainName, EndpointType, type RestApi, SecurityPolicy } from "aws-cdk-lib/aws-apigateway";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";

/** Serves the API under the tenants' host names, and says where DNS has to point. */
export function addDomainNames(scope: Construct, api: RestApi, settings: Settings): void {
  for (const { domainName, certificateArn } of settings.domainNames) {
    const id = domainName.replaceAll("*", "wildcard");
    const domain = new DomainName(scope, `Domain-${id}`, {
      domainName,
      certificate: Certificate.fromCertificateArn(scope, `Certificate-${id}`, certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    domain.addBasePathMapping(api);
    describeTarget(scope, id, domainName, domain);
  }
}

const describeTarget = (scope: Construct, id: string, domainName: string, domain: DomainName): CfnOutput =>
  new CfnOutput(scope, `Target-${id}`, {
    value: domain.domainNameAliasDomainName,
    description: `Let DNS answer ${domainName} with an alias or CNAME to this`,
  });
