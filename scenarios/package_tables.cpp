// Field tables of a package file: tables, entries, calls, exports.
#include "scenarios/tables.hpp"

namespace scenarios {
namespace {

// Laid out by hand: one paragraph a field.
// clang-format off
constexpr std::string_view kTypes[] = {"text", "bytes", "json", "boolean", "integer", "bigint",
                                       "timestamp"};
constexpr std::string_view kOrders[] = {"scattered", "ascending", "descending", "ordinal"};

constexpr Field kName{.name = "name", .kind = Kind::kIdentifier, .about = "A name.",
                      .example = "actions_runs"};
constexpr Field kChoiceText{.name = "value", .kind = Kind::kText, .about = "A value.",
                            .example = "local"};
constexpr std::string_view kContents[] = {"order", "pool", "one_of", "refers"};
constexpr Group kColumnGroups[] = {{Rule::kAtMostOne, kContents}};
constexpr Field kColumnFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired, .about = "Its name.",
     .example = "upload_id"},
    {.name = "type", .kind = Kind::kChoice,
     .about = "What it holds; a boolean takes 1 byte, an integer 4, a bigint or timestamp 8.",
     .fallback = "text", .example = "timestamp", .choices = kTypes},
    {.name = "size", .kind = Kind::kSizeDistribution,
     .about = "Length of a text, of bytes or of JSON, the prefix included.",
     .fallback = "the choices' or the referred column's", .example = "{uniform: [8B, 40B]}"},
    {.name = "order", .kind = Kind::kChoice,
     .about = "How values follow one another from row to row: scattered like random identifiers, "
              "or counting; ordinal counts the rows of one parent. No two rows share one.",
     .fallback = "scattered; ascending for numbers", .example = "ascending", .choices = kOrders},
    {.name = "prefix", .kind = Kind::kText, .about = "What every value begins with.",
     .fallback = "nothing", .example = "user-"},
    {.name = "pool", .kind = Kind::kCount,
     .about = "How many different values there are; each row has one, each as likely.",
     .fallback = "every row has its own", .example = "10", .least = 1},
    {.name = "one_of", .kind = Kind::kList, .about = "The values there are; each as frequent.",
     .fallback = "made up", .example = "[s3, local]", .element = &kChoiceText},
    {.name = "refers", .kind = Kind::kIdentifier,
     .about = "The column of another table, in the row that this one is linked to.",
     .fallback = "none", .example = "auth_users.id"},
    {.name = "nullable", .kind = Kind::kBoolean, .about = "Whether it may be NULL.",
     .fallback = "false", .example = "true"},
    {.name = "absent", .kind = Kind::kPercent,
     .about = "Share of rows where it is NULL or, if it is not nullable, empty.",
     .fallback = "0%", .example = "10%"},
    {.name = "absent_if", .kind = Kind::kIdentifier,
     .about = "A state of the row in which it is absent too.", .fallback = "none",
     .example = "tombstone"},
    {.name = "value_size", .kind = Kind::kSize,
     .about = "Its size in an entry's value, where that is not its size in the table.",
     .fallback = "the text's; 1 byte of a boolean or integer, 3 of a bigint, 12 of a timestamp",
     .example = "24B", .most = 1'000'000'000},
    {.name = "stored", .kind = Kind::kBoolean,
     .about = "Whether the table has it; false for what is made up for keys when a row is moved.",
     .fallback = "true", .example = "false"}};
constexpr Table kColumnTable{.name = "column", .about = "A column of a table.",
                             .fields = kColumnFields, .groups = kColumnGroups};

constexpr Field kIndexFields[] = {
    {.name = "columns", .kind = Kind::kList, .need = Need::kRequired,
     .about = "Its columns, in order.", .example = "[repository_id, run_id]", .element = &kName},
    {.name = "unique", .kind = Kind::kBoolean,
     .about = "Whether no two rows agree in all of them.", .fallback = "false",
     .example = "true"}};
constexpr Table kIndexTable{.name = "index", .about = "An index of a table.",
                            .fields = kIndexFields};

constexpr Field kStateFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "What entries, scenarios and reports call it.", .example = "expired"},
    {.name = "share", .kind = Kind::kPercent, .about = "Share of rows that are in it.",
     .fallback = "0%", .example = "5%"},
    {.name = "breaks_link", .kind = Kind::kBoolean,
     .about = "Whether what such a row refers to does not exist.", .fallback = "false",
     .example = "true"}};
constexpr Table kStateTable{.name = "state", .about = "Something that rows of a table may be.",
                            .fields = kStateFields};

constexpr Field kLimit{.name = "rows", .kind = Kind::kCount, .about = "Rows.", .example = "5",
                       .most = 1'000'000'000};
}  // namespace

// Scenarios say it too.
constexpr Field kChildCountForms[2] = {
    {.name = "rows", .kind = Kind::kCount, .about = "As many for each.", .example = "10",
     .most = 1'000'000'000},
    {.name = "rows", .kind = Kind::kList, .about = "The fewest and the most.",
     .example = "[0, 20]", .element = &kLimit}};

namespace {

constexpr std::string_view kRowCounts[] = {"rows", "per_row_of"};
constexpr Group kTableGroups[] = {{Rule::kExactlyOne, kRowCounts}};
constexpr Field kParentFields[] = {
    {.name = "table", .kind = Kind::kIdentifier, .need = Need::kRequired, .about = "Which table.",
     .example = "actions_runs"},
    {.name = "rows", .kind = Kind::kOneOf, .need = Need::kRequired,
     .about = "Rows for each of its rows: a number, or from so many to so many, each as often.",
     .example = "10", .alternatives = kChildCountForms}};
constexpr Table kParentTable{.name = "per_row_of",
                             .about = "The table to whose rows the rows of this one belong.",
                             .fields = kParentFields};
constexpr Field kTableFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "Its name; no two tables of a scenario share one.", .example = "actions_runs"},
    {.name = "rows", .kind = Kind::kCount, .about = "How many, unless the scenario says otherwise.",
     .fallback = "by the rows of another table", .example = "1000", .most = 1'000'000'000'000},
    {.name = "per_row_of", .kind = Kind::kMapping,
     .about = "The table to whose rows the rows of this one belong.",
     .fallback = "none, the rows stand alone", .example = "{table: actions_runs, rows: 10}",
     .inner = &kParentTable},
    {.name = "columns", .kind = Kind::kList, .need = Need::kRequired, .about = "Its columns.",
     .example = "[{name: upload_id, size: 128B}]", .inner = &kColumnTable},
    {.name = "indexes", .kind = Kind::kList, .about = "Its indexes, the primary key first.",
     .fallback = "none", .example = "[{columns: [upload_id], unique: true}]",
     .inner = &kIndexTable},
    {.name = "states", .kind = Kind::kList, .about = "What its rows may be.", .fallback = "none",
     .example = "[{name: expired, share: 5%}]", .inner = &kStateTable},
    {.name = "partitions", .kind = Kind::kCount, .about = "Hash partitions.", .fallback = "1",
     .example = "10", .least = 1, .most = 10'000}};
constexpr Table kTableTable{.name = "table", .about = "A table before the migration.",
                            .fields = kTableFields, .groups = kTableGroups};

constexpr Field kTemplateText{.name = "field", .kind = Kind::kText,
                              .about = "A column's name, or a text with columns in braces.",
                              .example = "run_id"};
constexpr Field kEntryFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "What calls and reports name it by; no two of a scenario share one.",
     .example = "run"},
    {.name = "table", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "The table whose rows become it.", .example = "actions_runs"},
    {.name = "partition", .kind = Kind::kText, .need = Need::kRequired,
     .about = "Its partition: text, with columns of the row or of a row it is linked to in braces.",
     .example = "actions"},
    {.name = "key", .kind = Kind::kText, .need = Need::kRequired,
     .about = "Its key, in the same form.", .example = "\"repos/{repository_id}/runs/{run_id}\""},
    {.name = "value", .kind = Kind::kList, .need = Need::kRequired,
     .about = "The fields of its value: columns, or texts such as another entry's key.",
     .example = "[run_id, branch_id]", .element = &kTemplateText},
    {.name = "raw", .kind = Kind::kBoolean,
     .about = "Whether the value is its fields alone, not a message (Protocol Buffers) of them.",
     .fallback = "false", .example = "true"},
    {.name = "secondary", .kind = Kind::kBoolean,
     .about = "Whether it only points at another entry.", .fallback = "false", .example = "true"},
    {.name = "unless", .kind = Kind::kList,
     .about = "States in which a row does not become one.", .fallback = "none",
     .example = "[expired]", .element = &kName},
    {.name = "needs", .kind = Kind::kList,
     .about = "Columns without which a row does not become one.", .fallback = "none",
     .example = "[branch_id]", .element = &kName}};
constexpr Table kEntryTable{.name = "entry", .about = "A key-value entry that rows become.",
                            .fields = kEntryFields};

constexpr Field table_target(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kIdentifier, .about = about,
          .fallback = "another operation", .example = "actions_runs"};
}
constexpr Field entry_target(std::string_view name, std::string_view about) {
  return {.name = name, .kind = Kind::kIdentifier, .about = about,
          .fallback = "another operation", .example = "run"};
}
constexpr Field kTimes{.name = "times", .kind = Kind::kText,
                       .about = "How often: sums of products of the call's parameters.",
                       .fallback = "1", .example = "ceil(hooks / 1000)"};
constexpr Field kRows{.name = "rows", .kind = Kind::kText,
                      .about = "Rows or entries that each touches, in the same form.",
                      .fallback = "1", .example = "hooks"};
constexpr Field kDeferred{.name = "deferred", .kind = Kind::kBoolean,
                          .about = "Whether it is done in the background, after the answer.",
                          .fallback = "false", .example = "true"};
constexpr std::string_view kTableOperations[] = {
    "select_pk", "select_idx", "select_range", "select_scan", "select_join",
    "insert",    "upsert",     "update",       "delete_pk",   "delete_range"};
constexpr Group kTableOperationGroups[] = {{Rule::kExactlyOne, kTableOperations}};
constexpr Field kTableOperationFields[] = {
    table_target("select_pk", "Find rows of this table by primary key."),
    table_target("select_idx", "Find rows by another index."),
    table_target("select_range", "Read rows that stand together in an index."),
    table_target("select_scan", "Read the whole table."),
    table_target("select_join", "Join rows of this table with others."),
    table_target("insert", "Add rows."),
    table_target("upsert", "Add or change rows."),
    table_target("update", "Change rows."),
    table_target("delete_pk", "Delete rows by primary key."),
    table_target("delete_range", "Delete rows that stand together in an index."),
    kTimes, kRows, kDeferred};
constexpr Table kTableOperationTable{
    .name = "table operation", .about = "A statement, on which table and how often.",
    .fields = kTableOperationFields, .groups = kTableOperationGroups};
constexpr std::string_view kKvOperations[] = {"get",       "set",    "setif_absent",
                                              "setif_cas", "delete", "scan_page"};
constexpr Group kKvOperationGroups[] = {{Rule::kExactlyOne, kKvOperations}};
constexpr Field kKvOperationFields[] = {
    entry_target("get", "Read an entry of this name."),
    entry_target("set", "Write it."),
    entry_target("setif_absent", "Write it if there is none yet."),
    entry_target("setif_cas", "Write it if it is as it was read."),
    entry_target("delete", "Delete it."),
    entry_target("scan_page", "Read a page of entries in the order of their keys."),
    kTimes, kRows, kDeferred};
constexpr Table kKvOperationTable{
    .name = "key-value operation", .about = "A request, for which entry and how often.",
    .fields = kKvOperationFields, .groups = kKvOperationGroups};
constexpr std::string_view kPlainStatements[] = {"begin", "commit", "lock_shared",
                                                 "lock_exclusive"};
constexpr Field kTableOperationForms[] = {
    {.name = "operation", .kind = Kind::kChoice, .about = "A statement on no table.",
     .example = "begin", .choices = kPlainStatements},
    {.name = "operation", .kind = Kind::kMapping, .about = "A statement on a table.",
     .example = "{insert: actions_runs}", .inner = &kTableOperationTable}};
constexpr Field kTableOperationElement{.name = "operation", .kind = Kind::kOneOf,
                                       .about = "A statement.", .example = "begin",
                                       .alternatives = kTableOperationForms};

constexpr Field kParameterElement{.name = "parameter", .kind = Kind::kCount,
                                  .about = "What it is, unless the scenario says otherwise.",
                                  .example = "10", .most = 1'000'000'000};
constexpr Table kParametersTable{
    .name = "parameters",
    .about = "Numbers that say how much a call does, by names of your own.",
    .others = &kParameterElement};
constexpr Field kParameters{.name = "parameters", .kind = Kind::kMapping,
                            .about = "Numbers that say how much it does, with their usual values.",
                            .fallback = "none", .example = "{hooks: 10}",
                            .inner = &kParametersTable};
constexpr Field kCallFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired, .about = "Its name.",
     .example = "SaveRun"},
    kParameters,
    {.name = "on_table", .kind = Kind::kList,
     .about = "What it does on the tables.", .fallback = "nothing",
     .example = "[begin, {insert: actions_runs}, commit]",
     .element = &kTableOperationElement},
    {.name = "on_kv", .kind = Kind::kList,
     .about = "What it does on the key-value store.", .fallback = "nothing",
     .example = "[{setif_absent: run}]",
     .inner = &kKvOperationTable},
    {.name = "cached", .kind = Kind::kBoolean,
     .about = "Whether the application keeps answers of its own.", .fallback = "false",
     .example = "true"}};
constexpr Table kCallTable{.name = "call", .about = "A call of the package's interface.",
                           .fields = kCallFields};

constexpr Field kFormulaElement{.name = "parameter", .kind = Kind::kText,
                                .about = "What it is, by the sequence's parameters.",
                                .example = "parts"};
constexpr Table kWithTable{.name = "with", .about = "A call's parameters, by name.",
                           .others = &kFormulaElement};
constexpr Field kSequenceStepFields[] = {
    {.name = "call", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "A call of this package.", .example = "Get"},
    kTimes,
    {.name = "with", .kind = Kind::kMapping, .about = "The call's parameters.",
     .fallback = "the usual ones", .example = "{hooks: parts}", .inner = &kWithTable}};
constexpr Table kSequenceStepTable{.name = "sequence step", .about = "A call, and how often.",
                                   .fields = kSequenceStepFields};
constexpr Field kSequenceFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired, .about = "Its name.",
     .example = "upload"},
    kParameters,
    {.name = "steps", .kind = Kind::kList, .need = Need::kRequired, .about = "The calls, in order.",
     .example = "[{call: Create}, {call: Get, times: parts + 1}]",
     .inner = &kSequenceStepTable}};
constexpr Table kSequenceTable{
    .name = "sequence", .about = "Calls that users make one after the other about one row.",
    .fields = kSequenceFields};

constexpr Field kExportFields[] = {
    {.name = "table", .kind = Kind::kIdentifier, .need = Need::kRequired, .about = "Which table.",
     .example = "actions_runs"},
    {.name = "stage", .kind = Kind::kCount,
     .about = "Scans of one stage run together, stages one after the other.",
     .fallback = "0", .example = "1", .most = 100},
    {.name = "per_parent", .kind = Kind::kBoolean,
     .about = "Whether there is a select for each row of the parent table.", .fallback = "false",
     .example = "true"},
    {.name = "by", .kind = Kind::kList,
     .about = "What those selects ask by; without an index that begins with these columns each "
              "of them reads the whole table.",
     .fallback = "the columns of an index", .example = "[run_id]", .element = &kName},
    {.name = "workers", .kind = Kind::kCount, .about = "Selects at once.", .fallback = "1",
     .example = "10", .least = 1, .most = 1000},
    {.name = "encoders", .kind = Kind::kCount, .about = "Encoders of each worker.",
     .fallback = "1", .example = "10", .least = 1, .most = 1000},
    {.name = "page", .kind = Kind::kCount, .about = "Rows that one round trip brings.",
     .fallback = "all in one answer", .example = "1000", .least = 1, .most = 10'000'000}};
constexpr Table kExportTable{.name = "export scan", .about = "How a table is exported.",
                             .fields = kExportFields};

constexpr Field kDefectFields[] = {
    {.name = "name", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "What scenarios ask for it by.", .example = "null-content-type"},
    {.name = "about", .kind = Kind::kText, .need = Need::kRequired, .about = "What goes wrong.",
     .example = "A row without content type fails the export."},
    {.name = "table", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "In which table.",
     .example = "gateway_multiparts"},
    {.name = "without", .kind = Kind::kList,
     .about = "On rows that lack one of these columns.", .fallback = "none",
     .example = "[content_type]", .element = &kName},
    {.name = "states", .kind = Kind::kList, .about = "On rows in one of these states.",
     .fallback = "none", .example = "[orphan]", .element = &kName},
    {.name = "fixed_in", .kind = Kind::kText, .about = "The release without it.",
     .fallback = "never", .example = "v0.80.2"}};
constexpr Table kDefectTable{.name = "defect",
                             .about = "A mistake of the exporter: it fails on some rows.",
                             .fields = kDefectFields};

constexpr Field kOriginFields[] = {
    {.name = "where", .kind = Kind::kText, .need = Need::kRequired,
     .about = "Who says so, and where.", .example = "treeverse/lakeFS v0.80.0, pkg/ddl"},
    {.name = "when", .kind = Kind::kText, .need = Need::kRequired, .about = "When.",
     .example = "2022-09"}};
constexpr Table kOriginTable{.name = "origin", .about = "Where a package is known from.",
                             .fields = kOriginFields};
constexpr Field kPackageFields[] = {
    {.name = "package", .kind = Kind::kIdentifier, .need = Need::kRequired,
     .about = "Its name, the same as the file's.", .example = "gateway/multiparts"},
    {.name = "about", .kind = Kind::kText, .need = Need::kRequired,
     .about = "What it keeps, in one sentence.", .example = "Multipart uploads under way."},
    {.name = "source", .kind = Kind::kMapping, .need = Need::kRequired,
     .about = "Where it is known from.",
     .example = "{where: \"treeverse/lakeFS v0.80.0, pkg/ddl\", when: 2022-09}",
     .inner = &kOriginTable},
    {.name = "group", .kind = Kind::kIdentifier,
     .about = "Packages of one group are exported and imported as one.",
     .fallback = "the package alone", .example = "graveler"},
    {.name = "uses", .kind = Kind::kList,
     .about = "Packages whose tables its own refer to; they come along.", .fallback = "none",
     .example = "[graveler/ref]", .element = &kName},
    {.name = "tables", .kind = Kind::kList, .about = "Its tables, the main one first.",
     .fallback = "none", .example = "[{name: t, rows: 10, columns: [{name: id, size: 20B}]}]",
     .inner = &kTableTable},
    {.name = "entries", .kind = Kind::kList, .about = "The entries that rows become.",
     .fallback = "none",
     .example = "[{name: upload, table: gateway_multiparts, partition: multiparts, "
                "key: \"{upload_id}\", value: [upload_id]}]",
     .inner = &kEntryTable},
    {.name = "calls", .kind = Kind::kList, .about = "The calls of its interface.",
     .fallback = "none",
     .example = "[{name: Get, on_table: [{select_pk: gateway_multiparts}], "
                "on_kv: [{get: upload}]}]",
     .inner = &kCallTable},
    {.name = "sequences", .kind = Kind::kList,
     .about = "Calls that users make one after the other about one row.", .fallback = "none",
     .example = "[{name: upload, steps: [{call: Create}, {call: Delete}]}]",
     .inner = &kSequenceTable},
    {.name = "exports", .kind = Kind::kList, .about = "How its tables are exported.",
     .fallback = "one scan a table, one after the other",
     .example = "[{table: gateway_multiparts}]", .inner = &kExportTable},
    {.name = "defects", .kind = Kind::kList,
     .about = "Mistakes of the exporter that a scenario can ask for.", .fallback = "none",
     .example = "[{name: null-content-type, about: It fails., table: gateway_multiparts, "
                "without: [content_type]}]",
     .inner = &kDefectTable}};

}  // namespace

constexpr Table kPackageTable{
    .name = "package",
    .about = "A package of an application: what it keeps in tables, and how that is kept as "
             "key-value entries.",
    .fields = kPackageFields};
// clang-format on

}  // namespace scenarios
