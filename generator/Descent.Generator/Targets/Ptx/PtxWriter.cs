using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Descent.Generator.Targets.Ptx;

/// <summary>Writes the instructions of one entry, and hands out its registers: each has a name of its own, after the author's where there is one.</summary>
internal sealed class PtxWriter
{
    private const int LineLength = 120;

    // What the machine calls its own registers; a name that begins so gets another end.
    private static readonly string[] s_special =
        ["tid", "ntid", "laneid", "lanemask", "warpid", "nwarpid", "ctaid", "nctaid", "smid", "nsmid", "gridid", "clock", "pm", "envreg", "globaltimer", "is_explicit", "cluster", "ncluster", "reserved_smem", "total_smem", "aggr_smem", "dynamic_smem", "current_graph"];

    private static readonly Regex s_word = new(@"\.[TB](?![\w$%])|(?<![\w$%])0d(?=[0-9A-F]{16})");

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<(string Type, string Name)> _registers = [];
    private readonly List<string> _declared = [];

    /// <summary>Whether numbers are in <c>double</c> whatever the weights are: then their type, bits and constants are written so.</summary>
    public bool IsInDoubles { get; set; }

    /// <summary>A register of a type, named like what it holds.</summary>
    public string Register(string type, string name)
    {
        var stem = "%" + Spell(name);
        var register = stem;
        var number = _numbers.TryGetValue(stem, out var last) ? last : 1;
        while (!_taken.Add(register))
        {
            register = stem + "_" + (++number).ToString(CultureInfo.InvariantCulture);
        }

        _numbers[stem] = number;
        _registers.Add((IsInDoubles ? InDoubles(type) : type, register));
        return register;
    }

    /// <summary>Declares a variable besides the registers.</summary>
    public void Declare(string declaration) => _declared.Add(declaration);

    /// <summary>Writes an instruction.</summary>
    public void Line(string instruction) => _text.Append("    ").Append(IsInDoubles ? InDoubles(instruction) : instruction).Append(";\n");

    /// <summary>Writes what the coming instructions are for.</summary>
    public void Comment(string comment) => _text.Append("    // ").Append(Ascii(comment)).Append('\n');

    /// <summary>Writes a place to jump to.</summary>
    public void Label(string label) => _text.Append(label).Append(":\n");

    /// <summary>Begins a new paragraph.</summary>
    public void Space() => _text.Append('\n');

    /// <summary>The registers, declared type by type, and the instructions.</summary>
    public override string ToString()
    {
        var declarations = new StringBuilder();
        foreach (var type in _registers.GroupBy(register => register.Type))
        {
            var line = $"    .reg {type.Key}";
            var separator = " ";
            foreach (var name in type.Select(register => register.Name))
            {
                if (separator == ", " && line.Length + name.Length > LineLength)
                {
                    declarations.Append(line).Append(",\n");
                    (line, separator) = ("        ", "");
                }

                line += separator + name;
                separator = ", ";
            }

            declarations.Append(line).Append(";\n");
        }

        foreach (var declaration in _declared)
        {
            declarations.Append("    ").Append(declaration).Append(";\n");
        }

        return $"{declarations}\n{_text}";
    }

    /// <summary>A text without letters that a module may not have.</summary>
    public static string Ascii(string text) => string.Concat(text.Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));

    private static string InDoubles(string text) => s_word.Replace(text, word => word.Value switch { PtxRegister.Real => ".f64", PtxRegister.Bits => ".b64", _ => "0D" });

    /// <summary>A name in the letters that registers have.</summary>
    private static string Spell(string name)
    {
        var spelled = string.Concat(name.TrimStart('@').Select(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' ? letter.ToString() : $"u{(int)letter:x}"));
        return s_special.Any(special => spelled.StartsWith(special, StringComparison.Ordinal)) ? spelled + "_" : spelled;
    }
}
