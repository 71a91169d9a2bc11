//! Markup: what an HTML parser that follows the standard has to say against a page. It reads as browsers do, by html5ever,
//! and keeps nothing but element names and complaints.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::Attribute;
use html5ever::ParseOpts;
use html5ever::QualName;
use html5ever::parse_document;
use html5ever::tendril::StrTendril;
use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::ElementFlags;
use html5ever::tree_builder::NodeOrText;
use html5ever::tree_builder::QuirksMode;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::tree_builder::TreeSink;

/// Every fault of the page, in order, each with its line: a tag that closes nothing, an attribute given twice, text where a
/// table has none, an entity that ends nowhere, no doctype …
pub(crate) fn faults_of(html: &str) -> Vec<String> {
    let options = ParseOpts {
        tokenizer: TokenizerOpts {
            exact_errors: true,
            ..TokenizerOpts::default()
        },
        tree_builder: TreeBuilderOpts {
            exact_errors: true,
            ..TreeBuilderOpts::default()
        },
    };
    parse_document(Complaints::default(), options).one(html)
}

/// Elements have names; whatever else stands in a page has none.
type Handle = Rc<Option<QualName>>;

#[derive(Default)]
struct Complaints {
    document: Handle,
    line: RefCell<u64>,
    faults: RefCell<Vec<String>>,
}

impl TreeSink for Complaints {
    type Handle = Handle;
    type Output = Vec<String>;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Vec<String> {
        self.faults.into_inner()
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        let line = self.line.borrow();
        self.faults
            .borrow_mut()
            .push(format!("line {line}: {message}"));
    }

    fn set_current_line(&self, line: u64) {
        *self.line.borrow_mut() = line;
    }

    fn get_document(&self) -> Handle {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        target.as_ref().as_ref().expect("only elements are asked")
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> Handle {
        Rc::new(Some(name))
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Rc::default()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Rc::default()
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        Rc::clone(target)
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        Rc::ptr_eq(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        if mode != QuirksMode::NoQuirks {
            self.parse_error(Cow::from(
                "the doctype makes browsers read it as an old page",
            ));
        }
    }

    fn append(&self, _: &Handle, _: NodeOrText<Handle>) {}

    fn append_based_on_parent_node(&self, _: &Handle, _: &Handle, _: NodeOrText<Handle>) {}

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn append_before_sibling(&self, _: &Handle, _: NodeOrText<Handle>) {}

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, _: &Handle) {}

    fn reparent_children(&self, _: &Handle, _: &Handle) {}
}
