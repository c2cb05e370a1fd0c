using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Descent.Generator.Tests.Harness;

/// <summary>A file beside the sources.</summary>
internal sealed class AdditionalSource(string path, string text) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
