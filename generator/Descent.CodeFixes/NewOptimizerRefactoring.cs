using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.CodeFixes;

/// <summary>Fills an empty <c>[Optimizer]</c> class with a rule to start from.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(NewOptimizerRefactoring))]
[Shared]
public sealed class NewOptimizerRefactoring : CodeRefactoringProvider
{
    private const string Rate = "Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }";
    private const string Signature = "private void Update(ref double weight, double gradient";

    /// <summary>The rules, each by the lines of its members; <c>[!</c> stands before an attribute of ours.</summary>
    private static readonly (string Name, string[] Lines)[] s_skeletons =
    [
        ("gradient descent",
        [
            "[!" + Rate,
            "",
            "[!Update]",
            Signature + ") => weight -= LearningRate * gradient;",
        ]),
        ("momentum",
        [
            "[!" + Rate,
            "[!Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }",
            "",
            "[!Update]",
            Signature + ", [!State] ref double velocity)",
            "{",
            "    velocity = Momentum * velocity + gradient;",
            "    weight -= LearningRate * velocity;",
            "}",
        ]),
        ("Adam",
        [
            "[!Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }",
            "[!Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }",
            "[!Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }",
            "[!Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }",
            "",
            "[!Update]",
            Signature + ", [!State] ref double m, [!State] ref double v, [!Step] int t)",
            "{",
            "    m = Beta1 * m + (1 - Beta1) * gradient;",
            "    v = Beta2 * v + (1 - Beta2) * gradient * gradient;",
            "",
            "    var mHat = m / (1 - Math.Pow(Beta1, t));",
            "    var vHat = v / (1 - Math.Pow(Beta2, t));",
            "    weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);",
            "}",
        ]),
    ];

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { Members.Count: 0 } type || !IsOptimizer(type))
        {
            return;
        }

        var qualifier = MemberInsertion.Qualifier(type);
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var (name, lines) in s_skeletons)
        {
            var change = MemberInsertion.At(type, lines.Select(line => line.Replace("[!", "[" + qualifier)));
            context.RegisterRefactoring(CodeAction.Create(
                $"New optimizer from {name}",
                _ => Task.FromResult(context.Document.WithText(text.WithChanges(change))),
                equivalenceKey: nameof(NewOptimizerRefactoring) + name));
        }
    }

    private static bool IsOptimizer(ClassDeclarationSyntax type)
        => type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => Name(attribute.Name) is "Optimizer" or "OptimizerAttribute");

    private static string Name(NameSyntax name) => name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : name.ToString();
}
