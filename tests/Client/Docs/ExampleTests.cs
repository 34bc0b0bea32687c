using System.Text.RegularExpressions;
using System.Xml.Linq;
using EmotionGrpc.TestSupport;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EmotionGrpc.Client.Tests.Docs;

/// <summary>The C# examples of the README files and of the library's documentation, compiled as they stand there.</summary>
public sealed partial class ExampleTests
{
    // What a project with implicit usings has, and what every example of this library needs.
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using EmotionGrpc.Client;
        global using EmotionGrpc.V1;
        global using Google.Protobuf;
        global using Google.Protobuf.WellKnownTypes;
        """;

    private static readonly string[] Readmes = ["README.md", "clients/dotnet/README.md"];

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (var readme in Readmes)
        {
            foreach (Match block in CSharpBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, readme))))
                examples.Add(readme, block.Groups["code"].Value);
        }

        foreach (var member in XDocument.Load(Path.ChangeExtension(typeof(EmotionClient).Assembly.Location, ".xml")).Descendants("member"))
        {
            foreach (var code in member.Descendants("code"))
                examples.Add(member.Attribute("name")!.Value, code.Value);
        }

        return examples;
    }

    [Fact]
    public void Examples_EveryPlaceThatShallHaveOne_HasOne()
    {
        var places = Examples().Select(e => (string)e[0]).ToHashSet();

        Assert.Superset(new HashSet<string>([.. Readmes, "T:EmotionGrpc.Client.EmotionClient", "T:EmotionGrpc.Client.EmotionSession", "T:EmotionGrpc.Client.EmotionClientOptions"]), places);
        Assert.True(places.Count > 7);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_AsItIsWritten_Compiles(string place, string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("example", [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(code)], references, options);

        var faults = compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).ToList();

        Assert.True(faults.Count == 0, $"{place}: {string.Join(Environment.NewLine, faults)}");
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
