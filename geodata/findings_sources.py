"""Sentences of the findings that reading a file can give; `geodata.findings` holds them with all others.

A finding on rows has `count`, `rows` and `field` besides its own values, and `got` is the first of them.
"""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    # --- the file as a whole
    "file_unreadable": "The file cannot be opened: {got}. Check its path and the rights to read it.",
    "file_not_regular": "This is a folder, a pipe or a device; give the path of one file.",
    "file_empty": "The file is empty, or was not copied to its end. Copy or export it again.",
    "file_too_large": "The file has {got} MiB; at most {wanted} MiB are read. Split it, or drop what is not needed.",
    "form_refused": (
        "By its content the file is: {got}. Wanted: GeoJSON, zipped shapefile, GeoPackage, FlatGeobuf, "
        "GeoParquet or KML for shapes; CSV, Excel or Parquet for tables."
    ),
    "form_broken": "The {got} file is damaged ({reason}). Export it again.",
    "reader_timeout": "The file could not be read within {wanted} seconds. Make it smaller or simpler.",
    "reader_memory": "Reading the file takes more than {wanted} MiB of memory. Make it smaller or simpler.",
    "reader_crashed": (
        "The program that reads the file ended unexpectedly ({got}). The file is damaged, or made to do harm;"
        " export it again."
    ),
    "reader_failed": "The file could not be read ({got}). Export it again; if that does not help, report it.",
    "too_deep": "The file is nested more than {wanted} levels deep. Export it again with another program.",
    "too_many_rows": "The file has {got} rows; at most {wanted} are read. Split it by period or district.",
    "too_many_vertices": "The file has more than {wanted} vertices. Simplify the borders before exporting.",
    "no_rows": "The file has no rows. Export it again with its data.",
    "no_rows_left": "None of the {count} rows can be used; the warnings say why.",
    # --- archives
    "zip_broken": (
        "The archive or workbook is damaged or was not copied to its end ({got}). Copy it again, or save it again."
    ),
    "zip_workbook": "The archive holds a workbook: {got}. Send the workbook itself, without an archive.",
    "zip_entries": "The archive holds {got} files; at most {wanted} are read. Pack only the data.",
    "zip_too_large": "Unpacked the archive would take {got} MiB; at most {wanted} MiB are unpacked.",
    "zip_climbs": "The archive holds a path that leads out of its folder: {got}. Pack it again.",
    "zip_link": "The archive holds a link or a device: {got}. Pack plain files.",
    "zip_encrypted": "The archive is protected by a password ({got}). Pack it without one.",
    "zip_nested": "The archive holds another archive: {got}. Unpack that one first.",
    "zip_choice": (
        "The archive holds {count} files that could be meant ({got}); it must hold exactly one data file or "
        "one shapefile."
    ),
    "shapefile_parts": "The shapefile lacks its {got} part. Pack .shp, .shx, .dbf and .prj together in one zip.",
    # --- texts, JSON, XML, spreadsheets
    "text_encoding": "The text is not written in {got}. Save it as UTF-8.",
    "encoding_guessed": (
        "The file does not tell its encoding; it was read as {got}. Check the Cyrillic letters, or save it as UTF-8."
    ),
    "encoding_unknown": "The encoding {got} is unknown; the one that fits was used.",
    "cell_endless": "A cell is longer than {wanted} characters; a quotation mark may want its pair. Correct the row.",
    "csv_broken": "The table breaks its own quoting ({got}). Save it again as CSV in UTF-8.",
    "csv_unclosed": (
        "A quotation mark that opens in this row is not closed, so that {count} lines below it became one cell. "
        "Close or remove it."
    ),
    "csv_cut": (
        "The last row has {got} cells, all others have at least {wanted}, and no line ends it: the file was not copied "
        "to its end. Copy or export it again."
    ),
    "text_cut": "The file ends within a letter: it was not copied to its end. Copy or export it again.",
    "json_broken": "This is not valid JSON: {got}. Export it again.",
    "json_encoding": "This is not valid {got}, which JSON must be written in. Save it as UTF-8.",
    "json_duplicate_key": "An object has the key {got} twice, and readers disagree which counts. Export it again.",
    "xml_broken": "This is not valid XML: {got}. Export it again.",
    "kml_doctype": (
        "The document declares a document type, which KML does not need and which can reach other files. Remove it."
    ),
    "kml_links": "{count} links to other files or pictures in the document were not followed.",
    "workbook_broken": "The workbook cannot be read: {got}. Save it again as .xlsx.",
    "sheets_unread": "The sheet {name} was read; these were not: {got}. Put the data on the first sheet.",
    "no_heading": "No sheet has a row of headings (looked at: {got}). Put the headings above the columns.",
    "texts_long": (
        "{count} texts in {name} have more than {wanted} characters; what follows was not read. Shorten them, or look "
        "whether the columns are in order."
    ),
    "heading_again": "{count} rows that repeat the headings were passed over. Rows {rows}.",
    "row_too_wide": "{count} rows have cells beyond the {wanted} headings; those cells were not read. Rows {rows}.",
    # --- GeoJSON
    "geojson_type": "{got} is no type of GeoJSON. Wanted: FeatureCollection with Polygon or MultiPolygon features.",
    "geojson_not_feature": "The list of features holds something else: {got}. Export it again.",
    "geojson_member": "The member {got} must be {wanted} (RFC 7946). Export it again.",
    "geojson_foreign": "A {wanted} must not have the member {got} (RFC 7946, section 7.1). Export it again.",
    "geojson_coordinates": "Coordinates are not what they must be: {got}; wanted: {wanted}. Export it again.",
    "line_short": "A line has {got} position; it needs two.",
    "ring_short": "A ring of a polygon has {got} positions; it needs four, the last equal to the first.",
    "ring_open": "A ring of a polygon is not closed: {got}. Its last position must equal its first.",
    "crs_link": (
        "The file names its coordinate system by a link, which is never followed: {got}. Remove the member "
        "crs if the coordinates are WGS 84."
    ),
    "crs_unknown": "The coordinate system {got} is not known. Export the file in WGS 84 (EPSG:4326).",
    "crs_missing": (
        "The {got} file does not tell its coordinate system. Add the .prj part, or declare it with the option"
        " crs, such as EPSG:32642."
    ),
    "crs_declared_differs": "The file says {got}, the option crs says {wanted}; the file was believed.",
    # --- fields and words
    "layers_many": "The file has {count} layers that could be meant: {got}. Name one: --layer NAME, or Layer on the page.",
    "mapping_unreadable": "The mapping file cannot be read: {got}.",
    "mapping_section": "The mapping file has {got}; it may have {wanted}.",
    "mapping_field": "The mapping file takes {name} from {got}, but the file has: {wanted}.",
    "no_identity": (
        "No column tells which mahalla or district a row means. Wanted one of: {wanted}. Rename the column, "
        "or name it in a mapping file."
    ),
    "no_field": (
        "The column {got} is missing. Wanted one of: {wanted}. Rename the column, or name it in a mapping file."
    ),
    "no_district": "No column tells the district. Wanted one of: {wanted}; names alone recur in many districts.",
    "field_cut": "The field name {got} was cut at ten characters, as shapefiles do; it was read as {name}.",
    "fields_ignored": "{count} columns were not read: {got}. Name them in a mapping file if they matter.",
    "personal_dropped": (
        "Columns with personal data were dropped and are not stored anywhere: {got}. Send files without them."
    ),
    "word_unknown": (
        "{count} words are unknown for {name}: {got}. Known: {wanted}. Correct them, or map them under "
        "[values.{name}] in a mapping file."
    ),
    "types_unknown": "{count} types are not in the list of crime types and were kept as written: {got}.",
    "code_system": "{count} mahallas are identified by {got}, a code of {wanted} digits.",
    "code_system_other": "The codes in {got} are by their digits codes of the system {wanted}; they were read as such.",
    "code_provisional": "The file gives no codes of mahallas; {count} got provisional ones from district and name.",
    "level_assumed": (
        "Nothing tells whether these are mahallas, districts or the region; {got} was assumed. Declare it "
        "with the option level."
    ),
    # --- rows
    "total_row": "{count} rows of totals were left out ({got}). Rows {rows}.",
    "no_identity_row": "{count} rows without a name, a code or a place were left out. Rows {rows}.",
    "no_name": "{count} rows without a name were left out. Rows {rows}.",
    "code_malformed": (
        "{count} codes in {field} do not have {wanted} digits and were not used; the first is {got}. Rows {rows}."
    ),
    "district_code_bad": (
        "{count} rows were left out: a district's code in {field} has 7 digits (SOATO); the first wrong one "
        "is {got}. Rows {rows}."
    ),
    "lineage_successors": (
        "{got} stands in {count} rows, and not all of them say that it was split. "
        "A unit that was not split has one successor."
    ),
    "lineage_shares": (
        "The shares of {got} must be given for every part and add up to 1, or be left out altogether; "
        "they add up to {wanted}."
    ),
    "duplicate_code": "The code {got} stands {count} times; each unit must stand once. Remove or merge the rows.",
    "duplicate_name": (
        "The name {got} stands {count} times within one district; each unit must stand once. Remove or merge the rows."
    ),
    "same_name": "The name {got} stands {count} times within one district under different codes.",
    "duplicate_row": "{count} rows that repeat another one were left out (first: {got}). Rows {rows}.",
    "id_repeated": (
        "{count} rows have an id that stands again further down (first: {got}) and were replaced by that row. An id means "
        "one incident. Rows {rows}."
    ),
    "ids_repeated": (
        "{count} rows have an id in {name} that stands again further down (such as {got}) and would be lost, since an id "
        "means one incident. Give each incident its own, or leave the column out."
    ),
    "conflict": "{got} has two different values of {name} for one date. Keep the right one.",
    "number_unreadable": "{count} rows were left out: {got} in {field} is no number. Rows {rows}.",
    "number_dropped": "{count} cells in {field} hold no number ({got}) and were left empty. Rows {rows}.",
    "number_missing": "{count} rows without a number in {field} were left out. Rows {rows}.",
    "number_negative": "{count} rows with a number below zero in {field} were left out. Rows {rows}.",
    "number_absurd": (
        "{count} rows were left out: {got} in {field} is more than {wanted}, which cannot be. Check the unit. Rows {rows}."
    ),
    "number_ambiguous": (
        "The comma in {name} may part thousands or decimals; it was read as {got}. Write 1265 or 1.265 to be sure."
    ),
    "thousands_read": "The heading {name} says thousands; the figures were multiplied by 1,000.",
    "residents_many": "{count} mahallas have more than a million residents in {field}. Check the unit. Rows {rows}.",
    "heading_date": "The day of the figures, {got}, was read from the heading “{name}”. If it is another one, add a column `date`.",
    "headings_of_days": "Several columns hold residents of different days (“{got}”). Leave one of them in the file, or name one as `residents` under [fields] of a mapping file, and send the others as files of their own.",
    "population_date": "Nothing tells the date of the figures. Add a column: {wanted}.",
    "date_column": (
        "Most of {name} ({count} cells) cannot be read as dates, such as {got}. Write 2025-01-31 or 31.01.2025."
    ),
    "date_unreadable": (
        "{count} rows were left out: {got} in {field} is no date. Write 2025-01-31 or 31.01.2025. Rows {rows}."
    ),
    "date_outside": "{count} rows were left out: {got} in {field} is before 1991 or after {wanted}. Rows {rows}.",
    "not_in_force": (
        "{count} decisions come into force only on a later day ({got} in {field}) and were left out: import the file "
        "again from that day. Rows {rows}."
    ),
    "date_dropped": (
        "{count} cells in {field} hold no date from 1991 to today ({got}) and were left empty. Rows {rows}."
    ),
    "registered_early": (
        "{count} rows are registered before the day of the event; the day in {field} was left empty. Rows {rows}."
    ),
    "registered_column": (
        "Most days in {name} ({count}) lie before those in {wanted}: the two columns are exchanged. Put the day of the "
        "event under {wanted} and the day of registration under {name}."
    ),
    "period_row": (
        "{count} rows were left out: {got} in {field} is no quarter or month. Write 2025-Q1 or 2025-01. Rows {rows}."
    ),
    "item_twice": (
        "The item {got} stands {count} times for one place and period, with different figures. Keep the right row."
    ),
    "date_missing": "{count} rows without a date in {field} were left out. Rows {rows}.",
    "date_month_first": "In {name} the month stands before the day (12/31/2025); it was read so.",
    "dates_turned": (
        "In {name} all cells up to the 12th of a month are dates and all later ones are texts: a spreadsheet has taken "
        "days for months in the former. Export the table again with dates as year-month-day (2025-01-31)."
    ),
    "date_coarse": "{count} dates in {name} tell a month or a year only; its first day was taken.",
    "word_missing": "{count} rows with an empty {field} were left out. Rows {rows}.",
    # --- shapes
    "no_polygons": "There are no polygons in the file (found: {got}). Boundaries need polygons.",
    "curves": "The file has curved borders ({got}), which are not read. Export it with straight segments (linearise).",
    "z_dropped": "{count} shapes have heights (Z) or measures (M); these were dropped.",
    "geometry_empty": "{count} features without a shape were left out. Rows {rows}.",
    "geometry_unreadable": "A shape cannot be read. Export the file again.",
    "geometry_repaired": "{count} invalid polygons were repaired; no area changed by more than {got} m². Rows {rows}.",
    "geometry_invalid": (
        "The polygon is invalid ({got}), and repairing it would change its area by {change} m²; up to "
        "{wanted} m² are repaired. Correct it where it was drawn."
    ),
    "collection": "{count} shapes are collections; their polygons were taken out. Rows {rows}.",
    "parts_dropped": "{got} points and lines in {count} shapes were dropped; boundaries are polygons. Rows {rows}.",
    "not_polygon": "{count} features that are no polygons were left out. Rows {rows}.",
    "site_shape": "{count} sites are neither a point nor a line and were left out. Rows {rows}.",
    "coordinates_range": (
        "{count} shapes have coordinates that are no degrees, such as {got}, though the file is read as "
        "{wanted}. Declare the coordinate system with the option crs."
    ),
    "coordinates_text": (
        "{count} points are written in letters or signs, such as {got}. Wanted: degrees as numbers, such as 65.7921."
    ),
    "lonlat_swapped": (
        "{count} shapes have latitude before longitude, such as {got}. Wanted: longitude first. Export the file again."
    ),
    "outside_country": "{count} shapes lie outside Uzbekistan. Check the coordinate system. Rows {rows}.",
    "point_outside": "{count} points have coordinates that are no degrees. Rows {rows}.",
    "point_dropped": (
        "{count} points in {field} are incomplete, zero, swapped or no degrees; the rows were kept without "
        "them. Rows {rows}."
    ),
    "area_given_wrong": (
        "The areas in {name} are {got} times the true ones (in Web Mercator they grow with the latitude); "
        "they are not used."
    ),
    "coverage_overlaps": (
        "{count} overlaps between neighbours, {total} m² in all; the largest has {largest} m², the widest is "
        "{width} m wide. Worst pair: {got} ({worst} m²)."
    ),
    "coverage_gaps": (
        "{count} gaps between neighbours, {total} m² in all; the largest has {largest} m², the widest is "
        "{width} m wide. Worst pair: {got} ({worst} m²)."
    ),
    "coverage_closed": (
        "{count} gaps and overlaps up to {wanted} m wide were closed; no unit changed by more than {got} m². "
        "Wider ones stay as they are."
    ),
    "overlap_gross": (
        "{got} share {share} % of the smaller one. A point there would belong to both: cut one out of the other."
    ),
}
