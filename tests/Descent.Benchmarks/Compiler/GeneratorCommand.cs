using System.Globalization;
using Descent.Generator.Model;
using Descent.Benchmarks.Measurement;
using Descent.Generator.Emission;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Benchmarks.Compiler;

/// <summary>Measures how long the generator keeps a build, or a person who types, waiting for one rule.</summary>
internal static class GeneratorCommand
{
    public static void Run(int rounds, TextWriter output)
    {
        var first = Alternation.Time(() => GC.KeepAlive(Generate(RuleProject.CreateDriver(), RuleProject.Compile())));
        var project = RuleProject.Compile();
        var rule = RuleProject.Read(project);
        Alternation.WarmUp([() => Measure(project, rule, 1)]);
        var samples = Measure(project, rule, rounds);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"One rule, Adam, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("", "median ms", "minimum");
        table.Add("first run in this process, everything still to be compiled and read", Milliseconds(first), "");
        foreach (var (name, sample) in samples)
        {
            table.Add(name, Milliseconds(sample.Median), Milliseconds(sample.Minimum));
        }

        table.Write(output);
    }

    private static IReadOnlyList<(string Name, Sample Sample)> Measure(CSharpCompilation project, RuleModel rule, int runs)
    {
        var cold = new double[runs];
        var afterOther = new double[runs];
        var afterRule = new double[runs];
        var emission = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var driver = RuleProject.CreateDriver();
            var fresh = project.Clone();
            cold[run] = Alternation.Time(() => driver = Generate(driver, fresh));

            var withOther = RuleProject.EditOther(fresh, run);
            afterOther[run] = Alternation.Time(() => driver = Generate(driver, withOther));

            var withRule = RuleProject.EditRule(withOther, run);
            afterRule[run] = Alternation.Time(() => driver = Generate(driver, withRule));

            emission[run] = Alternation.Time(() => GC.KeepAlive(RuleEmitter.Emit(rule, CancellationToken.None)));
        }

        return
        [
            ("a new driver, nothing cached", new(cold)),
            ("the same driver after an edit of another file", new(afterOther)),
            ("the same driver after an edit of the rule", new(afterRule)),
            ("passes and emission alone", new(emission)),
        ];
    }

    private static GeneratorDriver Generate(GeneratorDriver driver, Compilation project)
    {
        driver = driver.RunGenerators(project);
        return driver.GetRunResult().GeneratedTrees.Length == 1 ? driver : throw new InvalidOperationException("The generator did not generate the rule.");
    }

    private static string Milliseconds(double nanoseconds) => (nanoseconds / 1e6).ToString("0.000", CultureInfo.InvariantCulture);
}
