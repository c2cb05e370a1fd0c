namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Statements in which what is assigned hangs on conditions.</content>
internal sealed partial class RandomSource
{
    /// <summary>What C# knows to be assigned where it is read, though not everywhere.</summary>
    private string Template(string indent)
    {
        var (name, guard) = (NewName(), Condition(2, true));
        var text = "";
        var attempt = _helpers.FirstOrDefault(helper => helper is { Returns: Sort.Condition, IsStatic: true, Parameters: [{ Passing: Passing.Value }, { Passing: Passing.Out }] });
        switch (_random.Next(attempt is null ? 3 : 4))
        {
            case 0:
                Under(true, () =>
                {
                    var value = Number(2, true);
                    _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
                    text = $"{indent}double {name};\n{indent}if ({guard} && ({name} = {value}) > {NumberLeaf(true)})\n{indent}{{\n{Statements(1, 0, indent + "    ")}{indent}    {Use(name)}{indent}}}\n";
                });
                return text;
            case 1:
                Under(true, () =>
                {
                    var value = Number(2, true);
                    _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
                    text = $"{indent}double {name};\n{indent}if ({guard} || ({name} = {value}) > {NumberLeaf(true)})\n{indent}{{\n{indent}    ;\n{indent}}}\n{indent}else\n{indent}{{\n{indent}    {Use(name)}{indent}}}\n";
                });
                return text;
            case 2:
                text = $"{indent}double {name};\n{indent}if ({guard})\n{indent}{{\n{indent}    {name} = {Quietly(() => Number(2, true))};\n{indent}}}\n{indent}else\n{indent}{{\n{indent}    {name} = {Quietly(() => Number(2, true))};\n{indent}}}\n";
                _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
                return text;
            default:
                Under(true, () =>
                {
                    var value = Value(attempt!.Parameters[0].Sort, 2, true);
                    _at.Variables.Add(new(name, attempt.Parameters[1].Sort) { DiffersByWeight = true, Branches = _at.Branches });
                    text = $"{indent}if ({guard} && {attempt.Name}({value}, out var {name}))\n{indent}{{\n{indent}    {(attempt.Parameters[1].Sort == Sort.Number ? Use(name) : Assign())}{indent}}}\n";
                });
                return text;
        }
    }

    /// <summary>Something that a variable flows into.</summary>
    private string Use(string name)
    {
        if (_at.Writable(Sort.Number, true) is not { Count: > 0 } writable)
        {
            return ";\n";
        }

        var variable = Pick(writable);
        Written(variable, true);
        return $"{variable.Name} {Pick("+=", "=", "-=")} {name};\n";
    }
}
