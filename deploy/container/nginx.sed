# The processes of compose.yaml in the place of those of deploy/nginx/assistant.conf.
s/server 127\.0\.0\.1:5005 /server assistant-1:5005 /
s/server 127\.0\.0\.1:5006 /server assistant-2:5005 /
