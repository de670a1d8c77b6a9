#!/bin/bash
# The way cron jobs have fetched backups from OpenProject so far, step by step: ask, poll, follow the redirect. Only the
# three values at the top are a site's own. Arguments: host, API key, backup token. Writes response.json and backup.zip.
set -e
domain=$1
api_key=$2
backup_token=$3

curl -s -X POST -u "apikey:$api_key" -H 'content-type: application/json' \
  --data-raw "{\"backupToken\":\"$backup_token\",\"attachments\":true}" "https://$domain/api/v3/backups" > response.json
status_url="https://$domain$(jq -r ._links.job_status.href response.json)"

until [ "$(jq -r .status response.json)" = success ]; do
  sleep 1
  curl -s -u "apikey:$api_key" "$status_url" > response.json
done

curl -s -u "apikey:$api_key" -L "https://$domain$(jq -r .payload.download response.json)" > backup.zip
