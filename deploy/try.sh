#!/bin/sh
# Tries deploy/nginx.conf on this machine: two servers behind nginx with a certificate made on the spot, on loopback.
# Needs nginx, openssl and an installed project; takes about a minute.   sh deploy/try.sh [VENV]
set -eu
venv=$(cd "${1:-.venv}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
pids=""
stop() {
    status=$?
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
    wait
    [ "$status" = 0 ] || tail -n 20 "$work"/*.log
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 1' INT TERM

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "subjectAltName=DNS:localhost" \
    -keyout "$work/server.key" -out "$work/server.crt" 2>/dev/null
echo "building the demonstration"
"$venv/bin/mahalla" demo --data "$work/data" 2>/dev/null
for port in 8686 8687; do
    (cd / && exec "$venv/bin/mahalla" serve --data "$work/data" --port "$port") >"$work/serve-$port.log" 2>&1 &
    pids="$pids $!"
done

# The file as it is handed out, but for name, ports and certificate.
sed -e 's/mahalla\.example/localhost/; s/listen 80;/listen 127.0.0.1:8688;/; s/listen 443 /listen 127.0.0.1:8689 /' \
    -e "s#/etc/nginx/mahalla#$work#; s/127.0.0.1:8501/127.0.0.1:8686/; s/# server 127.0.0.1:8502;.*/server 127.0.0.1:8687;/" \
    "$here/nginx.conf" >"$work/mahalla.conf"
cat >"$work/nginx.conf" <<CONF
daemon off;
pid $work/nginx.pid;
error_log $work/nginx-error.log;
events {}
http {
    log_format routes '\$cookie_mahalla_route \$sent_http_set_cookie \$upstream_addr';
    access_log $work/routes.log routes;
    client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/f;
    uwsgi_temp_path $work/u; scgi_temp_path $work/s;
    include $work/mahalla.conf;
}
CONF
nginx -t -q -c "$work/nginx.conf"
nginx -c "$work/nginx.conf" &
pids="$pids $!"
"$venv/bin/python" "$here/try.py" "$work"
