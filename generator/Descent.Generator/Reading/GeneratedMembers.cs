using System.Linq;

namespace Descent.Generator.Reading;

/// <summary>The names of the methods that every optimizer gets. Methods may share them; a class, property or field may not.</summary>
internal static class GeneratedMembers
{
    private static readonly string[] s_names =
    [
        "Add", "BeforeGradient", "CreateParameter", "CreateState", "HasBeforeGradient", "MoveParameterBeforeGradient", "PrepareBeforeGradient",
        "PrepareUpdate", "Reference", "ReferenceBeforeGradient", "Update", "UpdateParameter",
    ];

    public static bool Contains(string name) => s_names.Contains(name);
}
