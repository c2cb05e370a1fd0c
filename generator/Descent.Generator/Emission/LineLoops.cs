using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>The loops over rows and columns of a method, each once: variants that do the same share one.</summary>
/// <param name="names">The names of the method's members.</param>
internal sealed class LineLoops(MethodNames names)
{
    private readonly List<(string Name, bool IsGeneric, string Body)> _loops = [];

    /// <summary>The type of a loop, as it is named where it runs.</summary>
    /// <param name="isGeneric">Whether it names the type of the weights.</param>
    /// <param name="write">Writes its body.</param>
    public string Add(bool isGeneric, Action<SourceWriter> write)
    {
        var writer = new SourceWriter();
        write(writer);
        var body = writer.ToString();
        var name = _loops.Where(loop => loop.Body == body).Select(loop => loop.Name).FirstOrDefault();
        if (name is null)
        {
            _loops.Add((name = names.NewLines(), isGeneric, body));
        }

        return isGeneric ? name + "<T>" : name;
    }

    /// <summary>Writes the types.</summary>
    public void Write(SourceWriter writer, string methodName)
    {
        const string Runtime = "global::Descent.CompilerServices";
        const string Options = "global::System.Runtime.CompilerServices.MethodImplOptions";
        foreach (var (name, isGeneric, body) in _loops)
        {
            writer.Line();
            writer.Line($"/// <summary>What <c>{methodName}</c> computes of each row or column, in double, several at a time.</summary>");
            writer.Line($"private readonly struct {name}{(isGeneric ? "<T>" : "")} : {Runtime}.ILineLoop<{names.Values}>");
            using (writer.Block(isGeneric ? "    " + Generated.Constraint : null))
            {
                writer.Line($"[global::System.Runtime.CompilerServices.MethodImpl({Options}.NoInlining | {Options}.AggressiveOptimization)]");
                writer.Line($"public static void Run<TLanes>(global::Descent.OptimizerState memory, in {names.Values} values, int count)");
                using (writer.Block($"    where TLanes : struct, {Runtime}.ILanes<TLanes, double>"))
                {
                    writer.Lines(body);
                }
            }
        }
    }
}
