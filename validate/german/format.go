package german

import "github.com/typedml/typedml/validate"

// formats are the rules that name a format.
func formats() validate.Catalog {
	all := validate.Catalog{"multibyte": "muss ein Zeichen jenseits von ASCII enthalten"}
	for rule, what := range formatted() {
		all[rule] = "muss " + what + " sein"
	}
	for rule, of := range composed() {
		all[rule] = "darf nur aus " + of + " bestehen"
	}
	return all
}

// composed are the formats that say which characters a text has.
func composed() map[string]string {
	return map[string]string{
		"alpha": "ASCII-Buchstaben", "alphanum": "ASCII-Buchstaben und Ziffern", "alphanumspace": "ASCII-Buchstaben, Ziffern und Leerzeichen",
		"alphanumunicode": "Buchstaben und Ziffern", "alphaspace": "ASCII-Buchstaben und Leerzeichen", "alphaunicode": "Buchstaben",
		"ascii": "ASCII-Zeichen", "printascii": "druckbaren ASCII-Zeichen", "number": "Ziffern", "hexadecimal": "hexadezimalen Ziffern",
		"luhn_checksum": "Ziffern mit Luhn-Prüfziffer", "lowercase": "Kleinbuchstaben", "uppercase": "Großbuchstaben",
	}
}

func formatted() map[string]string {
	return map[string]string{
		"base32": "Base32 (RFC 4648)", "base64": "Base64 (RFC 4648, aufgefüllt)", "base64url": "Base64 für URLs (RFC 4648, aufgefüllt)",
		"base64rawurl": "Base64 für URLs (RFC 4648, nicht aufgefüllt)", "bcp47_language_tag": "eine Sprachkennung (BCP 47)",
		"bcp47_strict_language_tag": "eine registrierte Sprachkennung (BCP 47)", "bic": "ein Bankcode (BIC, ISO 9362:2022)",
		"bic_iso_9362_2014": "ein Bankcode (BIC, ISO 9362:2014)", "boolean": "ein Wahrheitswert wie true", "btc_addr": "eine Bitcoin-Adresse",
		"btc_addr_bech32": "eine Bitcoin-Adresse (bech32)", "cidr": "ein IP-Netz wie 10.0.0.0/8", "cidrv4": "ein IPv4-Netz wie 10.0.0.0/8",
		"cidrv6": "ein IPv6-Netz wie 2001:db8::/32", "cmyk": "eine Farbe wie cmyk(0%,50%,100%,9%)", "credit_card": "eine Kreditkartennummer",
		"cron": "ein Zeitplan von cron", "cve": "eine CVE-Kennung wie CVE-2024-1234", "datauri": "eine Daten-URI",
		"datetime": "eine Zeit der Form {limit}", "dns_rfc1035_label": "ein DNS-Namensteil (RFC 1035)", "duration": "eine Dauer wie 1h30m",
		"e164": "eine Telefonnummer wie +4930123456 (E.164)", "ein": "eine US-Arbeitgebernummer wie 12-3456789", "email": "eine E-Mail-Adresse",
		"eth_addr": "eine Ethereum-Adresse", "eth_addr_checksum": "eine Ethereum-Adresse mit Prüfsumme", "fqdn": "ein Domainname wie example.org",
		"hexcolor": "eine Farbe wie #00ff00", "hostname": "ein Hostname (RFC 952)", "hostname_label": "ein Teil eines Hostnamens",
		"hostname_port": "ein Host mit Port wie example.org:80", "hostname_rfc1123": "ein Hostname (RFC 1123)", "hsl": "eine Farbe wie hsl(120,50%,50%)",
		"hsla": "eine Farbe wie hsla(120,50%,50%,0.5)", "html": "HTML", "html_encoded": "kodiertes HTML", "http_url": "eine HTTP-URL", "https_url": "eine HTTPS-URL",
		"ip": "eine IP-Adresse", "ipv4": "eine IPv4-Adresse", "ipv6": "eine IPv6-Adresse", "isbn": "eine ISBN", "isbn10": "eine ISBN mit 10 Stellen",
		"isbn13": "eine ISBN mit 13 Stellen", "iso3166_1_alpha2": "ein Ländercode wie DE (ISO 3166-1)",
		"iso3166_1_alpha2_eu": "der Code eines EU-Landes wie DE (ISO 3166-1)", "iso3166_1_alpha3": "ein Ländercode wie DEU (ISO 3166-1)",
		"iso3166_1_alpha3_eu": "der Code eines EU-Landes wie DEU (ISO 3166-1)", "iso3166_1_alpha_numeric": "eine Ländernummer wie 276 (ISO 3166-1)",
		"iso3166_1_alpha_numeric_eu": "die Nummer eines EU-Landes wie 276 (ISO 3166-1)", "iso3166_2": "ein Regionalcode wie DE-BY (ISO 3166-2)",
		"iso4217": "ein Währungscode wie EUR (ISO 4217)", "iso4217_numeric": "eine Währungsnummer wie 978 (ISO 4217)", "issn": "eine ISSN", "json": "JSON",
		"jwt": "ein JSON Web Token", "latitude": "ein Breitengrad von -90 bis 90", "longitude": "ein Längengrad von -180 bis 180", "mac": "eine MAC-Adresse",
		"md4": "ein MD4-Hash", "md5": "ein MD5-Hash", "mongodb": "eine Objekt-ID von MongoDB", "mongodb_connection_string": "eine Verbindung zu MongoDB",
		"nfc": "Text in der Unicode-Normalform C", "nfd": "Text in der Unicode-Normalform D", "nfkc": "Text in der Unicode-Normalform KC",
		"nfkd": "Text in der Unicode-Normalform KD", "numeric": "eine Dezimalzahl", "origin": "ein Web-Ursprung wie https://example.org", "port": "ein Port von 1 bis 65535",
		"postcode_iso3166_alpha2": "eine Postleitzahl von {limit}", "rgb": "eine Farbe wie rgb(0,255,0)", "rgba": "eine Farbe wie rgba(0,255,0,0.5)",
		"ripemd128": "ein RIPEMD-128-Hash", "ripemd160": "ein RIPEMD-160-Hash", "semver": "eine semantische Version wie 1.2.3", "sha256": "ein SHA-256-Hash",
		"sha384": "ein SHA-384-Hash", "sha512": "ein SHA-512-Hash", "spicedb": "ein SpiceDB-Bezeichner", "ssn": "eine US-Sozialversicherungsnummer",
		"tiger128": "ein Tiger-128-Hash", "tiger160": "ein Tiger-160-Hash", "tiger192": "ein Tiger-192-Hash", "timezone": "eine Zeitzone wie Europe/Berlin",
		"ulid": "eine ULID", "uri": "eine URI", "url": "eine URL", "url_encoded": "URL-kodierter Text", "urn_rfc2141": "eine URN (RFC 2141)",
		"urn_rfc8141": "eine URN (RFC 8141)", "uuid": "eine UUID", "uuid_rfc4122": "eine UUID", "uuid3": "eine UUID der Version 3",
		"uuid3_rfc4122": "eine UUID der Version 3", "uuid4": "eine UUID der Version 4", "uuid4_rfc4122": "eine UUID der Version 4",
		"uuid5": "eine UUID der Version 5", "uuid5_rfc4122": "eine UUID der Version 5", "uuid7": "eine UUID der Version 7",
		"country_code": "ein Ländercode (ISO 3166-1)", "eu_country_code": "der Code eines EU-Landes (ISO 3166-1)", "iscolor": "eine Farbe",
	}
}
